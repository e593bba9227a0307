"""Evidence by the words in its file, its title or its note, and where in the file they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, Value
from django.db.models.functions import Greatest, StrIndex, Substr

from weicheng.engines.fulltext import Part, excerpt, marked
from weicheng.ground.evidence.models import Evidence, EvidenceQuerySet, TextPiece

AROUND = 40
_BEFORE = AROUND + 10  # characters fetched on either side


def holding(rows: EvidenceQuerySet, words: Iterable[str]) -> EvidenceQuerySet:
    """Those of ``rows`` in whose file, title or note every one of the normalised ``words`` stands."""
    for word in words:
        held = TextPiece.objects.filter(text__holds=word)
        in_file = held.filter(file__isnull=False).values("file")
        in_title = held.filter(evidence__isnull=False).values("evidence")
        rows = rows.filter(Q(file__in=in_file) | Q(pk__in=in_title))
    return rows


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of a result: the evidence, its title with the words marked, and the place in the file, if they are there."""

    evidence: Evidence
    title: list[Part]
    excerpt: list[Part]


def hits(rows: Sequence[Evidence], words: Sequence[str]) -> list[Hit]:
    """The rows of one page with what to show of them; one query for each word."""
    shown: dict[int, str] = {}
    for word in words:
        missing = [row.file_id for row in rows if row.file_id not in shown]
        if missing:
            shown |= _around(missing, word)
    return [
        Hit(row, marked(row.title, words), excerpt(shown.get(row.file_id, ""), words, AROUND) if words else [])
        for row in rows
    ]


def _around(files: list[int], word: str) -> dict[int, str]:
    """The text as it reads around the first place of ``word`` in each of the files that hold it."""
    pieces = TextPiece.objects.filter(file__in=files, text__holds=word).annotate(
        at=F("start") + StrIndex("text", Value(word))
    )
    begin = Greatest(F("at") - _BEFORE, 1)
    cut = pieces.annotate(around=Substr("file__words__text", begin, 2 * _BEFORE + len(word)))
    found: dict[int, str] = {}
    for file, around in cut.order_by("start").values_list("file", "around"):
        found.setdefault(file, around or "")
    return found
