"""Pieces for the search: those of a title change with it, those of a file are made once its text is known."""

from __future__ import annotations

from weicheng.engines.fulltext import clean, normalise, pieces
from weicheng.ground.evidence.models import Evidence, StoredFile, TextPiece

BATCH = 100


def index_title(evidence: Evidence) -> None:
    """What is written about the evidence, as one piece; in the caller's transaction."""
    text = title_text(evidence)
    TextPiece.objects.filter(evidence=evidence).delete()
    TextPiece.objects.create(evidence=evidence, text=text)


def title_text(evidence: Evidence) -> str:
    words = (evidence.title, evidence.file.name, evidence.origin_word, evidence.note)
    return normalise(clean("\n".join(word for word in words if word)))


def index_text(file: StoredFile, text: str) -> int:
    """The pieces of a file's cleaned text, in place of those it had; how many."""
    TextPiece.objects.filter(file=file).delete()
    cut = [TextPiece(file=file, start=piece.start, text=piece.text) for piece in pieces(normalise(text))]
    TextPiece.objects.bulk_create(cut, batch_size=BATCH)
    return len(cut)
