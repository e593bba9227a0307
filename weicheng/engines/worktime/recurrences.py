"""Rhythms and counts in running text: a beat, the place in it, and how many times."""

import re
from datetime import date

from weicheng.engines.worktime import context
from weicheng.engines.worktime.beats import BEAT_FIRST, WEEK_WORD_FIRST, Beat, read_beat, read_week_word
from weicheng.engines.worktime.counts import times_of, with_times
from weicheng.engines.worktime.model import Found
from weicheng.engines.worktime.numerals import integer
from weicheng.engines.worktime.points import DAY
from weicheng.engines.worktime.rates import RATE_FIRST, read_rate
from weicheng.engines.worktime.rules import WEEKDAYS, rule

_FIXED_DAY = re.compile(
    r"(?:定在|定于|固定在|固定于|固定为|安排在|时间为|原则上为)每?(?:周|星期)(?P<day>[一二三四五六日天])"
)
_NEXT_MONTH = re.compile(rf"次月(?P<day>{DAY})[日号](?:之?前|以前)")


def read_recurrence(text: str, at: int, _base: date | None) -> Found | None:
    """A rhythm or a number of times in a period that begins at ``at``."""
    first = text[at]
    beat = read_beat(text, at) if first in BEAT_FIRST else None
    if beat:
        return _reading(text, beat)
    found = read_rate(text, at) if first in RATE_FIRST else None
    if found:
        return found
    word = read_week_word(text, at) if first in WEEK_WORD_FIRST else None
    return _reading(text, word) if word else None


def _reading(text: str, beat: Beat) -> Found:
    """The rule of a beat; 每年4月至10月每周 is a weekly rule within those months."""
    place = beat.place
    inner = read_beat(text, beat.end) if beat.unit == "year" and place and set(place.parts) == {"bymonth"} else None
    if inner and inner.unit in ("day", "week", "month") and place:
        found = _reading(text, inner)
        months = f";BYMONTH={place.parts['bymonth']}"
        found.start, found.recurrence = beat.start, found.recurrence and found.recurrence + months
        return found
    words = text[beat.start : beat.end]
    found = Found(beat.start, beat.end, "recurrence")
    if beat.unit == "":
        found.doubt = f"“{words}”没有唯一的日历规则"
    elif place and place.no_rule:
        found.doubt = f"“{words}”要看工作日历，没有日历规则"
    else:
        unit = place.unit if place and place.unit else beat.unit
        found.recurrence = rule(unit, beat.interval, **(place.parts if place else {}))
    if found.recurrence == "FREQ=WEEKLY":
        day = _FIXED_DAY.search(context.after(text, beat.end))
        found.recurrence = f"FREQ=WEEKLY;BYDAY={WEEKDAYS[day['day']]}" if day else found.recurrence
    if found.recurrence == "FREQ=MONTHLY":
        due = _NEXT_MONTH.search(context.after(text, beat.end))
        found.recurrence = f"FREQ=MONTHLY;BYMONTHDAY={integer(due['day'])}" if due else found.recurrence
    times = times_of(text, beat, context.before(text, beat.start, 12))
    return with_times(found, beat, times, bool(place and place.parts))
