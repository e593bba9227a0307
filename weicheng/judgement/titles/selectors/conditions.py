"""How a bid stands against the conditions of its measure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from weicheng.judgement.titles import policies
from weicheng.judgement.titles.authority import authority
from weicheng.judgement.titles.authority_schema import Condition
from weicheng.judgement.titles.choices import TitleState
from weicheng.judgement.titles.models import Bid, Title


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition, what is held against it, and why it fails ("" where it holds)."""

    condition: Condition
    value: Decimal | None
    note: str
    held: Title | None
    fails: str


def standing_of(bid: Bid) -> list[ConditionLine]:
    """Every condition of the measure, figures from the answers and titles from the register."""
    conditions = authority(bid.authority).conditions
    if not conditions:
        return []
    answers = {one.condition: one for one in bid.answers.all()}
    lines = []
    for condition in conditions:
        answer = answers.get(condition.key)
        held = _title_held(bid, condition.title_held) if condition.title_held else None
        value = answer.value if answer else None
        fails = policies.condition_fails(condition, value, held is not None)
        lines.append(ConditionLine(condition, value, answer.note if answer else "", held, fails))
    return lines


def _title_held(bid: Bid, level: str) -> Title | None:
    """A title of that level that the same object holds."""
    title = bid.title
    same = Title.objects.filter(campaign=bid.campaign, level=level, state=TitleState.HELD)
    return same.filter(object_name=title.object_name).exclude(pk=title.pk).first()
