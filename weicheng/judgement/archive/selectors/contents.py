"""What lies in a volume: the query, what a person chose over it, in order and numbered. A sealed volume is read from its rows."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Clause
from weicheng.ground.standards.selectors.mapping import speakers_for
from weicheng.judgement.archive.choices import ChoiceVerb, SourceKind, WorkPart
from weicheng.judgement.archive.models import Volume, VolumeChoice, VolumeFile, VolumeItem
from weicheng.judgement.archive.providers import PROVIDERS, things_of
from weicheng.judgement.archive.things import FileRef, Query, Thing, split_source
from weicheng.judgement.archive.titling import tell_apart

# Plans before checks before records before summaries, as the work went.
_PART_ORDER = {
    part: place for place, part in enumerate((WorkPart.PLAN, WorkPart.CHECK, WorkPart.RECORD, WorkPart.SUMMARY))
}
_LATE = date.max
_PORTION = 400  # keys in one question: SQLite stops below a thousand


def query_of(volume: Volume) -> Query:
    """The question a volume asks."""
    clauses = speakers_for(volume.edition, clauses_of(volume))
    return Query(volume.campaign_id, clauses, (volume.year,), volume.part, units_of(volume))


def units_of(volume: Volume) -> frozenset[int] | None:
    """The unit of the volume with those below it; None: it is of all units."""
    if volume.unit is None:
        return None
    return frozenset(Unit.objects.filter(path__startswith=volume.unit.path).values_list("pk", flat=True))


def clauses_of(volume: Volume) -> frozenset[int]:
    """The clause with its parts, or all of the chapter."""
    rows = Clause.objects.filter(chapter=volume.chapter_id)
    if volume.clause_id is None:
        return frozenset(rows.values_list("pk", flat=True))
    parents = dict(rows.values_list("pk", "parent"))
    found = {volume.clause_id}
    while more := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


def contents_of(volume: Volume) -> list[Thing]:
    """The things in order, numbered from 1; of an open volume as of now."""
    if volume.is_sealed:
        files: dict[int, list[VolumeFile]] = defaultdict(list)
        # A join, not a prefetch: SQLite takes no list of a thousand keys.
        for file in VolumeFile.objects.filter(item__volume=volume).select_related("file").order_by("id"):
            files[file.item_id].append(file)
        return [_frozen(item, files[item.pk]) for item in volume.items.all()]
    choices = {choice.source: choice for choice in volume.choices.all()}
    in_query = things_of(query_of(volume)) if not volume.supplements_id else []
    kept = [thing for thing in in_query if not _left_out(choices.get(thing.source))]
    there = {thing.source for thing in kept}
    added = [choice.source for choice in choices.values() if choice.verb == ChoiceVerb.ADD]
    for thing in things_by_source(volume.campaign_id, [source for source in added if source not in there]):
        thing.is_added = True
        kept.append(thing)
    return _ordered(kept, choices)


def left_out_of(volume: Volume) -> list[tuple[VolumeChoice, Thing | None]]:
    """What a person took out, with the thing where it still exists."""
    choices = [choice for choice in volume.choices.select_related("by") if _left_out(choice)]
    found = {thing.source: thing for thing in things_by_source(volume.campaign_id, [one.source for one in choices])}
    return [(choice, found.get(choice.source)) for choice in choices]


def things_by_source(campaign_id: int, sources: Iterable[str]) -> list[Thing]:
    """The things with these sources that still exist in the campaign; unknown ones are passed over."""
    wanted: dict[SourceKind, set[int]] = defaultdict(set)
    for source in sources:
        try:
            kind, pk = split_source(source)
        except ValueError:
            continue
        wanted[kind].add(pk)
    found: list[Thing] = []
    for kind, keys in wanted.items():
        ordered = sorted(keys)
        for start in range(0, len(ordered), _PORTION):
            found += PROVIDERS[kind](Query(campaign_id, only=frozenset(ordered[start : start + _PORTION])))
    return found


def digest_of(things: Iterable[Thing]) -> str:
    """Stands for the contents as a person saw them: sealing is refused if they are no longer these."""
    rows = [
        [thing.number, thing.source, thing.title, str(thing.on), thing.paper_number, [f.sha256 for f in thing.files]]
        for thing in things
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _left_out(choice: VolumeChoice | None) -> bool:
    return choice is not None and choice.verb == ChoiceVerb.LEAVE_OUT


def _ordered(things: list[Thing], choices: dict[str, VolumeChoice]) -> list[Thing]:
    """By part and date; those that a person placed stand at their places."""
    natural = sorted(things, key=lambda one: (_PART_ORDER[one.part], one.on or _LATE, one.title, one.source))
    placed = sorted(
        (choice.position, thing.source, thing)
        for thing in natural
        if (choice := choices.get(thing.source)) is not None and choice.position is not None
    )
    rest = [thing for thing in natural if thing.source not in {source for _, source, _ in placed}]
    for position, _, thing in placed:
        thing.is_placed = True
        rest.insert(min(max(position, 1) - 1, len(rest)), thing)
    for number, thing in enumerate(rest, 1):
        thing.number = number
    tell_apart(rest)
    return rest


def _frozen(item: VolumeItem, rows: list[VolumeFile]) -> Thing:
    kind, pk = split_source(item.source)
    files = tuple(FileRef(one.file_id, one.sha256, one.size, one.name, one.file.media_type) for one in rows)
    return Thing(
        kind=kind,
        pk=pk,
        title=item.title,
        part=WorkPart(item.part),
        on=item.on,
        unit_name=item.unit_name,
        person=item.person,
        paper_number=item.paper_number,
        files=files,
        number=item.number,
    )
