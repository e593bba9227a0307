"""What a volume lacks, as its page, the sealing and the export say it: nothing is complete because nobody looked.

Lines of work without plan, check, record or summary; units that lead and show nothing of one of these; evidence that the clause
asks for and no title speaks of; things without file, date, readable text, or (photos) a place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from weicheng.ground.evidence.choices import TextState
from weicheng.ground.evidence.models import Evidence, FileText
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Clause
from weicheng.ground.standards.selectors.mapping import speakers_for
from weicheng.judgement.archive.choices import LackKind, SourceKind, WorkPart
from weicheng.judgement.archive.models import Volume
from weicheng.judgement.archive.selectors.contents import clauses_of, units_of
from weicheng.judgement.archive.selectors.materials import reach_of, reached
from weicheng.judgement.archive.selectors.matrix import PARTS, is_later
from weicheng.judgement.archive.things import Thing
from weicheng.work.plans.models import Task

_PORTION = 400  # keys in one question: SQLite stops below a thousand
_HALF, _MOST = 0.5, 0.6  # how much of what is asked a title must say: of the whole, of one of its pieces
_FILLING = re.compile(r"[的了]|每年|近三年|[（(].*?[）)]")
_PIECES = re.compile(r"[、，和及与或]")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is not there, in words; ``url``: where it is put right."""

    kind: LackKind
    text: str
    url: str = ""


def lacking_of(volume: Volume, things: Sequence[Thing], today: date) -> list[Lack]:
    """Everything that an open volume with these contents lacks, by kind. A supplementary volume owes only whole things."""
    if volume.supplements_id:
        return _of_things(things)
    held = _by_line(volume, things)
    parts = [part for part in _parts(volume) if not is_later(volume.year, part, today)]
    return [
        *_parts_of_lines(volume, held, parts),
        *(_parts_of_units(volume, things, parts) if volume.unit_id is None else ()),
        *(_asked_for(held) if not volume.part else ()),
        *_of_things(things),
    ]


def grouped(lacks: Iterable[Lack]) -> list[tuple[LackKind, list[Lack]]]:
    """By kind, in the order of the kinds."""
    found: dict[LackKind, list[Lack]] = defaultdict(list)
    for lack in lacks:
        found[lack.kind].append(lack)
    return [(kind, found[kind]) for kind in LackKind if found[kind]]


def as_rows(lacks: Iterable[Lack]) -> list[dict[str, str]]:
    """As the manifest and a sealed volume keep it."""
    return [{"kind": str(lack.kind.label), "text": lack.text} for lack in lacks]


Held = list[tuple[Clause, list[Thing]]]


def _by_line(volume: Volume, things: Sequence[Thing]) -> Held:
    """The lines of work, each with what shows it. What a person added to the volume of one clause shows that clause; the volume
    of a unit owes only the lines in which the unit has work."""
    reach = reach_of(volume.edition)
    shown = [(reached(thing.clauses, reach), thing) for thing in things]
    rows = Clause.objects.filter(chapter=volume.chapter_id).order_by("order")
    lines = list(rows.filter(pk=volume.clause_id) if volume.clause_id else rows.filter(parent=None))
    held = [
        (
            line,
            [thing for found, thing in shown if line.pk in found or (thing.is_added and volume.clause_id is not None)],
        )
        for line in lines
    ]
    if volume.unit_id is None:
        return held
    tasks = Task.objects.live().filter(campaign=volume.campaign_id, lead_unit__in=units_of(volume) or ())
    carried = tasks.order_by().values_list("clauses__clause", flat=True).distinct()
    at_work = reached([pk for pk in carried if pk is not None], reach)
    return [(line, found) for line, found in held if found or line.pk in at_work]


def _parts(volume: Volume) -> Sequence[WorkPart]:
    return [WorkPart(volume.part)] if volume.part else PARTS


def _missing(parts: Sequence[WorkPart], things: Iterable[Thing]) -> list[WorkPart]:
    there = {thing.part for thing in things}
    return [part for part in parts if part not in there]


def _parts_of_lines(volume: Volume, held: Held, parts: Sequence[WorkPart]) -> list[Lack]:
    is_current = volume.edition_id == volume.campaign.edition_id
    found = []
    for line, things in held:
        if missing := _missing(parts, things):
            url = reverse("archive:cell", args=[line.pk, volume.year, missing[0]]) if is_current else ""
            found.append(Lack(LackKind.PART, f"{line}：缺{_words(missing)}", url))
    return found


def _parts_of_units(volume: Volume, things: Sequence[Thing], parts: Sequence[WorkPart]) -> list[Lack]:
    """The units that lead tasks of these clauses, as the completeness by unit has them."""
    wanted = speakers_for(volume.edition, clauses_of(volume))
    leading = Task.objects.live().filter(campaign=volume.campaign_id, clauses__clause__in=wanted)
    units = Unit.objects.filter(pk__in=leading.order_by().values("lead_unit")).order_by("order", "pk")
    by_unit: dict[int | None, list[Thing]] = defaultdict(list)
    for thing in things:
        by_unit[thing.unit_id].append(thing)
    url = f"{reverse('archive:matrix')}?by=unit&chapter={volume.chapter.number}&to={volume.year}"
    return [
        Lack(LackKind.UNIT, f"{unit}：缺{_words(missing)}", url)
        for unit in units
        if (missing := _missing(parts, by_unit[unit.pk]))
    ]


def _words(parts: Iterable[WorkPart]) -> str:
    return "、".join(str(part.label) for part in parts)


def _asked_for(held: Held) -> list[Lack]:
    """Only titles and names of files are looked at: a person knows better, so it is called not found, not missing."""
    found = []
    for line, things in held:
        names = [thing.title + " ".join(file.name for file in thing.files) for thing in things]
        missing = [asked for asked in line.evidence if not any(speaks_of(name, asked) for name in names)]
        if missing:
            found.append(Lack(LackKind.ASKED, f"{line}：{'、'.join(missing)}"))
    return found


def speaks_of(name: str, asked: str) -> bool:
    """Whether a title says most of what is asked for, or of one piece of it (a list and its levels, a contract and its log)."""
    words = _FILLING.sub("", asked)
    pieces = [piece for piece in _PIECES.split(words) if len(piece) > 1]
    return _share(name, words) >= _HALF or any(_share(name, piece) >= _MOST for piece in pieces)


def _share(name: str, words: str) -> float:
    pairs = {words[place : place + 2] for place in range(len(words) - 1)}
    return sum(pair in name for pair in pairs) / len(pairs) if pairs else 0.0


def _of_things(things: Sequence[Thing]) -> list[Lack]:
    unread, unplaced = _unread(things), _unplaced(things)
    found = []
    for thing in things:
        kinds = (
            (LackKind.FILE, not thing.files and not thing.is_written),
            (LackKind.DATE, thing.on is None),
            (LackKind.TEXT, any(file.pk in unread for file in thing.files)),
            (LackKind.PLACE, thing.kind == SourceKind.EVIDENCE and thing.pk in unplaced),
        )
        url = reverse("library:file", args=[thing.pk]) if thing.kind == SourceKind.EVIDENCE else thing.url
        found += [Lack(kind, f"{thing.number} {thing.title}", url) for kind, is_so in kinds if is_so]
    return found


def _unread(things: Sequence[Thing]) -> set[int]:
    """Documents in which the search finds nothing; pictures and films have no text to miss."""
    keys = sorted({file.pk for thing in things for file in thing.files if _has_text(file.media_type)})
    found: set[int] = set()
    for start in range(0, len(keys), _PORTION):
        silent = FileText.objects.filter(
            file__in=keys[start : start + _PORTION], state__in=(TextState.NONE, TextState.FAILED)
        )
        found.update(silent.values_list("file", flat=True))
    return found


def _has_text(media_type: str) -> bool:
    return media_type in ("application/pdf", "text/plain", "application/msword", "application/rtf") or (
        media_type.startswith("application/vnd.")
    )


def _unplaced(things: Sequence[Thing]) -> set[int]:
    """Pictures and films of which neither a zone nor the camera says where."""
    keys = sorted(thing.pk for thing in things if thing.kind == SourceKind.EVIDENCE)
    pictures = Q(file__media_type__startswith="image/") | Q(file__media_type__startswith="video/")
    found: set[int] = set()
    for start in range(0, len(keys), _PORTION):
        rows = Evidence.objects.filter(pictures, pk__in=keys[start : start + _PORTION], zone=None)
        found.update(rows.filter(file__look__latitude=None).values_list("pk", flat=True))
    return found
