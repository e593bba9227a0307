"""Evidence by the words in its file, its title or its note, and where in the file they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Greatest, Length, Replace, StrIndex, Substr

from weicheng.engines.fulltext import Part, excerpt, marked
from weicheng.ground.evidence.index import is_common
from weicheng.ground.evidence.models import Evidence, EvidenceQuerySet, TextPiece

AROUND = 40
COMMON = 2000  # stretches; beyond, walking is quicker than looking up
_BEFORE = AROUND + 10  # characters fetched on either side


def holding(rows: EvidenceQuerySet, words: Iterable[str]) -> EvidenceQuerySet:
    """Those of ``rows`` in whose file, title or note every one of the normalised ``words`` stands.

    A rare word is looked up in the index. One that stands nearly everywhere is looked for in the rows as they come,
    newest first: a page is full long before the whole library has been compared.
    """
    for word in words:
        if is_common(connection, word, COMMON):
            held = TextPiece.objects.filter(text__literally=word)
            in_file, in_title = held.filter(file=OuterRef("file")), held.filter(evidence=OuterRef("pk"))
            rows = rows.filter(Exists(in_file) | Exists(in_title))
        else:
            held = TextPiece.objects.filter(text__holds=word)
            files = held.filter(file__isnull=False).values("file")
            titles = held.filter(evidence__isnull=False).values("evidence")
            rows = rows.filter(Q(file__in=files) | Q(pk__in=titles))
    return rows


def by_match(rows: EvidenceQuerySet, words: Sequence[str], most: int) -> list[int]:
    """Ids of the first ``most`` of ``rows``: words in the title or note first, then how often they stand in the file, then
    as they came. Two queries for each word."""
    found = list(rows.values_list("pk", "file")[:most])
    titles, files = [pk for pk, _ in found], {file for _, file in found}
    score: dict[tuple[str, int], list[int]] = {}
    for word in words:
        for kind, keys in (("evidence", titles), ("file", list(files))):
            held = TextPiece.objects.filter(**{f"{kind}__in": keys}, text__literally=word).order_by()
            without = Length(Replace("text", Value(word), Value("")))
            counted = held.values(kind).annotate(times=Sum((Length("text") - without) / len(word)))
            for key, times in counted.values_list(kind, "times"):
                score.setdefault((kind, key), []).append(int(times))

    def rank(one: tuple[int, int]) -> tuple[int, int]:
        named, inside = score.get(("evidence", one[0]), []), score.get(("file", one[1]), [])
        return -len(named), -sum(inside)

    return [pk for pk, _ in sorted(found, key=rank)]


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
    pieces = TextPiece.objects.filter(file__in=files, text__literally=word).annotate(
        at=F("start") + StrIndex("text", Value(word))
    )
    begin = Greatest(F("at") - _BEFORE, 1)
    cut = pieces.annotate(around=Substr("file__words__text", begin, 2 * _BEFORE + len(word)))
    found: dict[int, str] = {}
    for file, around in cut.order_by("start").values_list("file", "around"):
        found.setdefault(file, around or "")
    return found
