"""Figures that look like a slip of the finger: below what is confirmed, far above the target. They are asked back once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from weicheng.ground.org.models import Unit
from weicheng.work.plans.breakdown_table import number_words
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.errors import Doubtful
from weicheng.work.plans.models import ProgressEntry, Task

FAR = 2  # times the target
_RATES = frozenset({"%", "％", "‰"})


def check_no_doubt(task: Task, unit: Unit, on: date, percent: int | None, value: Decimal | None) -> None:
    """Raise Doubtful for a figure that is below the confirmed one of the unit by that day, or far above the target."""
    confirmed = ProgressEntry.objects.filter(task=task, unit=unit, state=EntryState.CONFIRMED, on__lte=on)
    if value is not None:
        last = confirmed.filter(value__isnull=False).order_by("-on", "-id").first()
        if last is not None and last.value is not None and value < last.value:
            _ask(
                f"{unit}{last.on:%-m月%-d日}已确认{_words(task, last.value)}，这次报{_words(task, value)}，反而少了。",
                "value",
            )
        _check_target(task, value)
    if percent is not None:
        before = confirmed.filter(percent__isnull=False).order_by("-on", "-id").first()
        if before is not None and before.percent is not None and percent < before.percent:
            _ask(f"{unit}{before.on:%-m月%-d日}已确认{before.percent}%，这次报{percent}%，反而少了。", "percent")


def _check_target(task: Task, value: Decimal) -> None:
    target = task.target_value
    if not target:
        return
    if task.target_unit in _RATES:
        whole = Decimal(1000 if task.target_unit == "‰" else 100)
        if value > max(whole, target):
            _ask(f"这次报{_words(task, value)}，比例超过了{number_words(whole)}{task.target_unit}。", "value")
    elif value > FAR * target:
        times = number_words((value / target).quantize(Decimal("0.1")))
        _ask(f"目标是{_words(task, target)}，这次报{_words(task, value)}，是目标的{times}倍。", "value")


def _ask(sentence: str, field: str) -> None:
    raise Doubtful(sentence, field)


def _words(task: Task, value: Decimal) -> str:
    return f"{number_words(Decimal(value))}{task.target_unit}"
