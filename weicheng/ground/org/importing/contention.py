"""Rows of a table that claim a way of writing which another row or a registered unit bears already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weicheng.ground.org.claims import WORDS, Place
from weicheng.ground.org.importing.problems import Problems
from weicheng.ground.org.importing.workbook import Sheet
from weicheng.ground.org.models import Unit
from weicheng.ground.org.naming import clean

if TYPE_CHECKING:
    from weicheng.ground.org.importing.checking import UnitDraft

REMEDY = "是同一家就删掉一行；不是就换一个写法，两家都这样写，方案里的责任单位就对不上了"


@dataclass(frozen=True, slots=True)
class Claim:
    """A way of writing, as what, by whom: a row of the table or a registered unit that no row means."""

    text: str
    field: str
    place: Place
    who: UnitDraft | Unit

    @property
    def said(self) -> str:
        """和第2行（青禾区气象局）的简称相同."""
        word = WORDS[self.field]
        if isinstance(self.who, Unit):
            return f"“{self.text}”已是{self.who.name}的{word}"
        return f"“{self.text}”和第{self.who.row.number}行（{self.who.name}）的{word}相同"


def check_claims(sheet: Sheet, problems: Problems, drafts: list[UnitDraft], registered: Iterable[Unit]) -> None:
    """A problem at each cell that claims what is borne already; of two rows the later one is told."""
    meant = {draft.known.pk for draft in drafts if draft.known}
    held: dict[str, list[Claim]] = defaultdict(list)
    for unit in registered:
        if unit.pk not in meant:
            for claim in _of_unit(unit):
                held[clean(claim.text)].append(claim)
    for draft in drafts:
        old = {clean(claim.text) for claim in _of_unit(draft.known)} if draft.known else set()
        for claim in _of_draft(draft):
            key = clean(claim.text)
            first = next((one for one in held[key] if _contend(one, claim)), None)
            # What the unit is called in the register already is no news of this table.
            if first is not None and key not in old:
                problems.add(sheet, draft.row, claim.field, first.said, REMEDY)
            held[key].append(claim)


def _contend(one: Claim, other: Claim) -> bool:
    return one.who is not other.who and one.place.contends_with(other.place)


def _of_unit(unit: Unit) -> Iterator[Claim]:
    place = Place(unit.kind, unit.parent_id)
    yield Claim(unit.name, "name", place, unit)
    if unit.short_name:
        yield Claim(unit.short_name, "short_name", place, unit)
    for alias in unit.aliases.all():
        yield Claim(alias.text, "aliases", place, unit)


def _of_draft(draft: UnitDraft) -> Iterator[Claim]:
    place = Place(draft.kind, _key(draft.parent))
    yield Claim(draft.name, "name", place, draft)
    short = draft.row.get("short_name") or (draft.known.short_name if draft.known else "")
    if short:
        yield Claim(short, "short_name", place, draft)
    for alias in dict.fromkeys([*draft.aliases, *(_aliases(draft.known) if draft.known else ())]):
        yield Claim(alias, "aliases", place, draft)


def _aliases(unit: Unit) -> list[str]:
    return [alias.text for alias in unit.aliases.all()]


def _key(parent: UnitDraft | Unit | None) -> object:
    """The registered unit above, by its number, or the row that will be it."""
    if parent is None or isinstance(parent, Unit):
        return parent.pk if parent else None
    return parent.known.pk if parent.known else id(parent)
