"""Days as addresses and forms send them."""

from __future__ import annotations

from datetime import date

from django.utils.dateparse import parse_date

from weicheng.ground.kernel.errors import Invalid

# A moment of the first or the last year does not exist in every time zone.
OUR_YEARS = range(2000, 2101)
# What a form may speak of: a title of 1990, a term far ahead; the year 206 is a slip of the hand, and counting back from
# the first year of all is no day at all.
FORM_YEARS = range(1900, 2200)


def day_in(text: str | None) -> date | None:
    """The day; None for anything else, also for 2月30日."""
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def day_of_our_time(text: str | None) -> date | None:
    """The day, if it is one of this century that moments can be made of; None for anything else."""
    day = day_in(text)
    return day if day and day.year in OUR_YEARS else None


def optional_day(text: str | None, field: str) -> date | None:
    """The day that a form's field holds, None where it is empty; Invalid for a day that does not exist."""
    day = day_in(text)
    if text and day is None:
        raise Invalid(f"没有“{text[:20]}”这一天。", field)
    return _sensible(day, field) if day else None


def required_day(text: str | None, field: str) -> date:
    """The day that a form's field holds; Invalid where there is none."""
    day = day_in((text or "").strip())
    if day is None:
        raise Invalid("请选日期。", field)
    return _sensible(day, field)


def _sensible(day: date, field: str) -> date:
    if day.year not in FORM_YEARS:
        raise Invalid(f"{day.year}年不对，请检查年份。", field)
    return day
