"""What a row still lacks, as a reviewer is shown it (M014: the narrowest owner; M032: every task that can be counted)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.models import Unit
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import DraftOwner, DraftRow, TaskOwner

DOUBTFUL_BELOW = 0.7


@dataclass(frozen=True, slots=True)
class Flag:
    """``code`` for filters and tests, ``word`` for the chip, ``sentence`` says what to do."""

    code: str
    word: str
    sentence: str


def owner_flags(owners: Sequence[DraftOwner]) -> list[Flag]:
    leads = [owner for owner in owners if owner.role == OwnerRole.LEAD]
    flags = _lead_flags(len(leads), [owner.text for owner in leads if owner.match == MatchKind.COLLECTIVE])
    unknown = [owner.text for owner in owners if not is_settled(owner)]
    if unknown:
        flags.append(Flag("unmatched", "单位未对上", f"“{unknown[0]}”还没有对上单位，请选定或登记。"))
    return flags


def task_flags(leads: Sequence[TaskOwner], *, nameable: bool = False, ended: Sequence[Unit] = ()) -> list[Flag]:
    """The same rule for the leads of a published task: a collective is an owner string that brought several units.

    ``nameable``: a lead unit has people of whom one could be named. ``ended``: units of the task that are no more.
    """
    strings = [owner.via or str(owner.unit_id) for owner in leads]
    wide = [text for text in dict.fromkeys(strings) if strings.count(text) > 1]
    flags = _lead_flags(len(set(strings)), wide)
    if ended:
        names = "、".join(str(unit) for unit in ended)
        flags.append(Flag("ended", "单位已撤并", f"{names}已经不在了，请交给接手的单位，或另选一个。"))
    if nameable:
        flags.append(Flag("no_person", "可落到人", "牵头单位有人可以指定，能落到人就不要只到单位。"))
    return flags


def _lead_flags(count: int, wide: Sequence[str]) -> list[Flag]:
    """``count``: how many owner strings lead; ``wide``: those that are collectives."""
    flags = []
    if not count:
        flags.append(Flag("no_lead", "缺牵头", "没有牵头单位，请选一个。"))
    if wide:
        flags.append(Flag("wide_lead", "牵头太宽", f"“{wide[0]}”是统称，能落到一个单位就不要落到一类单位。"))
    if count > 1:
        flags.append(Flag("many_leads", f"{count}个牵头", "牵头单位不止一个，能由一个单位牵头就不要由几个。"))
    return flags


def row_flags(row: DraftRow, owners: Sequence[DraftOwner]) -> list[Flag]:
    """Every flag of a row, the gravest first."""
    flags = owner_flags(owners)
    if not row.due_on and not (row.recurrence_text or row.rrule or row.quota):
        flags.append(Flag("no_date", "无时限", "没有时限，也没有频次，到期提醒不会响。"))
    if row.doubts:
        flags.append(Flag("vague", "有疑点", row.doubts[0]))
    if not row.quantities and not row.quota:
        flags.append(Flag("no_number", "未量化", "没有数量，能量化的要量化。"))
    if row.confidence < DOUBTFUL_BELOW:
        flags.append(Flag("doubtful", "没有把握", "读得没有把握，请对照原文看一遍。"))
    return flags


def is_settled(owner: DraftOwner) -> bool:
    """Whether the owner string leads to units: one chosen, a person, or a collective that says clearly whom it means."""
    if owner.unit_id is not None:
        return True
    return owner.match == MatchKind.COLLECTIVE and bool(owner.collective) and not (owner.collective or {}).get("doubt")
