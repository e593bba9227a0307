"""The steps of a reminder. How long a task has been late decides the colour; work days, counted by the office's calendar."""

from __future__ import annotations

from dataclasses import dataclass

from weicheng.ground.papers.choices import Variant

JOB_KIND = "letters.issue"
CHECK_KIND = "letters.check"


@dataclass(frozen=True, slots=True)
class Step:
    """``late_from``: working days late from which it holds (None: due soon); ``reply_within``: working days to answer."""

    variant: Variant
    word: str
    meaning: str
    colour: str
    late_from: int | None
    reply_within: int


STEPS = {
    Variant.BLUE: Step(Variant.BLUE, "蓝色提醒", "即将到期", "2F6DB3", None, 5),
    Variant.YELLOW: Step(Variant.YELLOW, "黄色督办", "已经逾期", "B7791F", 0, 3),
    Variant.RED: Step(Variant.RED, "红色督办", "逾期6个工作日以上", "B3261E", 6, 2),
}


def step_of(workdays_left: int, is_late: bool) -> Variant:
    """The colour of a task that is due soon or late."""
    if not is_late:
        return Variant.BLUE
    late_from = STEPS[Variant.RED].late_from
    assert late_from is not None
    return Variant.RED if -workdays_left >= late_from else Variant.YELLOW
