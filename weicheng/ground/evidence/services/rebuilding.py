"""What is derived from files and rows, made anew: pieces and their index, pictures."""

from __future__ import annotations

from django.db import connection

from weicheng.engines.fulltext import normalise, pieces
from weicheng.engines.reader.sources.ocr import ocr_available
from weicheng.ground.evidence import index
from weicheng.ground.evidence.choices import LookState, TextState
from weicheng.ground.evidence.models import Evidence, FileLook, FileText, StoredFile, TextPiece
from weicheng.ground.evidence.pictures import is_made
from weicheng.ground.evidence.services.indexing import index_text, index_title, title_text
from weicheng.ground.evidence.services.preparing import ask_if_waiting

BATCH = 200


def rebuild() -> int:
    """How many files and titles were not searchable as they should be, and are now; pictures are made by the worker."""
    wrong = _missing() + _texts() + _titles()
    forget_lost_pictures()
    index.rebuild(connection)
    ask_if_waiting()
    return wrong


def forget_lost_pictures() -> int:
    """Files whose small pictures are gone from the disk wait for new ones; how many."""
    lost = [
        pk
        for pk, sha256 in FileLook.objects.filter(state=LookState.MADE).values_list("pk", "file__sha256").iterator()
        if not is_made(sha256)
    ]
    for start in range(0, len(lost), BATCH):
        FileLook.objects.filter(pk__in=lost[start : start + BATCH]).update(state=LookState.WAITING, tries=0)
    return len(lost)


def _missing() -> int:
    """Files of evidence that were never asked for, and photos that could not be read for want of the OCR parts."""
    bare = StoredFile.objects.filter(evidence__isnull=False, words=None).distinct()
    count = len(FileText.objects.bulk_create([FileText(file=file) for file in bare], batch_size=BATCH))
    faceless = StoredFile.objects.filter(evidence__isnull=False, look=None).distinct()
    FileLook.objects.bulk_create([FileLook(file=file) for file in faceless], batch_size=BATCH)
    if ocr_available():
        unread = FileText.objects.filter(state=TextState.NONE, file__media_type__startswith="image/", format="")
        count += unread.update(state=TextState.WAITING, tries=0)
    return count


def _texts() -> int:
    wrong = 0
    for words in FileText.objects.select_related("file").iterator(chunk_size=BATCH):
        wanted = [(piece.start, piece.text) for piece in pieces(normalise(words.text))]
        held = list(TextPiece.objects.filter(file=words.file_id).order_by("start", "id").values_list("start", "text"))
        if wanted != held:
            index_text(words.file, words.text)
            wrong += 1
    return wrong


def _titles() -> int:
    wrong = 0
    held: dict[int, list[str]] = {}
    for pk, text in TextPiece.objects.filter(evidence__isnull=False).values_list("evidence", "text"):
        held.setdefault(pk, []).append(text)
    for evidence in Evidence.objects.select_related("file").iterator(chunk_size=BATCH):
        if held.get(evidence.pk) != [title_text(evidence)]:
            index_title(evidence)
            wrong += 1
    return wrong
