"""How near the end of something is, as the list of lapses and the notices count it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

STEPS = (90, 60, 30)  # days before the end, unless the campaign says otherwise
GONE = 0


def lapse_of(valid_until: date, today: date, steps: Sequence[int] = STEPS, since: date | None = None) -> int | None:
    """The nearest step that holds today, GONE after the last day (which still counts as valid), None while it is far.

    What holds only for a short time is near its end only in the last third of it: a reading that is good for a month
    would otherwise be about to lapse from its first day on.
    """
    days = (valid_until - today).days
    if days < 0:
        return GONE
    third = max(1, (valid_until - since).days // 3) if since is not None and since < valid_until else None
    return next((step for step in sorted(steps) if days <= (step if third is None else min(step, third))), None)


def lapse_words(step: int) -> str:
    return f"{step}天内到期" if step else "已过期"
