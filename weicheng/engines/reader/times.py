"""The deadline, the rhythm and the quota of a row, chosen from the time expressions in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from weicheng.engines.worktime.model import When
from weicheng.engines.worktime.when import read_when

Raw = Callable[[int, int], str]
_DATED = ("deadline", "interval", "event", "season", "relative")
_PASSING = re.compile(r"当[月日年天]|年终|年底考核|同期|届时")  # names a time, sets none
_FIRM = re.compile(r"前|底|截止|为止|以内|止$")
_PHASE = re.compile(r"(?:阶段|步骤)[(:]|[(]\d{1,2}月份?[)]$")
_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?$")
_SLACK = 6  # characters that a clause of nothing but a time may hold beside it (在, 上午8:00)


@dataclass(slots=True)
class Times:
    """What a row says of time; the texts are exact pieces of the original."""

    deadline_text: str | None = None
    deadline: str | dict[str, str | None] | None = None
    recurrence_text: str | None = None
    recurrence: str | None = None
    count: dict[str, Any] | None = None
    doubt: str | None = None

    def inherit(self, other: "Times") -> None:
        """Take the deadline that the sentence opens with."""
        self.deadline_text, self.deadline, self.doubt = other.deadline_text, other.deadline, other.doubt


def times_of(text: str, start: int, end: int, base: date | None, raw: Raw) -> Times:
    """The times of ``text[start:end]``; ``raw`` gives the original of a span."""
    times = Times()
    piece = text[start:end]
    dated: list[tuple[int, int, When]] = []
    for number, when in enumerate(read_when(piece, base)):
        if when.kind in _DATED and not _PASSING.match(when.text):
            dated.append((_rank(when), -number, when))
        elif when.kind == "recurrence" and times.recurrence is None:
            times.recurrence_text, times.recurrence = raw(start + when.start, start + when.end), when.recurrence
        elif when.kind == "vague" and times.recurrence_text is None and "定期" in when.text:
            times.recurrence_text = raw(start + when.start, start + when.end)
        if when.count is not None and times.count is None:
            times.count = when.count
    if dated:
        _take(times, max(dated, key=lambda d: d[:2])[2], start, raw, phase=bool(_PHASE.search(piece)))
    return times


def opening_time(text: str, start: int, end: int, base: date | None, raw: Raw) -> Times:
    """The deadline that is all that the clause ``text[start:end]`` says (3月上旬,…): it holds for the whole sentence."""
    times = Times()
    for when in read_when(text[start:end], base):
        if len(when.text) + _SLACK < end - start:
            continue
        if when.kind in _DATED and when.deadline is not None and not _PASSING.match(when.text):
            _take(times, when, start, raw, phase=False)
            break
    return times


def _rank(when: When) -> int:
    """How firmly an expression sets a deadline."""
    if when.deadline is None:
        return 0
    return 2 if isinstance(when.deadline, dict) or _FIRM.search(when.text) else 1


def _take(times: Times, when: When, start: int, raw: Raw, phase: bool) -> None:
    times.deadline_text = raw(start + when.start, start + when.end)
    times.deadline, times.doubt = when.deadline, when.doubt
    if phase and isinstance(when.deadline, str) and _MONTH.search(when.text):
        times.deadline = {"start": when.deadline[:8] + "01", "end": when.deadline}  # a phase lasts, it is not due
