"""Dates of the sample papers are set from the day of loading, so that the sample never grows stale.

``{me+1}`` is the end of next month in words (12月底, or 2027年1月底 where the year of the paper would mislead),
``{d+3}`` the day in three days, ``{span-2}`` a stretch of three months that begins two months ago, ``{issued}`` the date of issue,
``{year}`` its year.
"""

import re
from datetime import date, timedelta

ISSUED_MONTHS_AGO = 5


def month_of(today: date, offset: int) -> date:
    """The first day of the month ``offset`` months from today's."""
    index = today.year * 12 + today.month - 1 + offset
    return date(index // 12, index % 12 + 1, 1)


def month_end(today: date, offset: int) -> date:
    return month_of(today, offset + 1) - timedelta(days=1)


def issued_on(today: date) -> date:
    return month_of(today, -ISSUED_MONTHS_AGO).replace(day=6)


def season_of(day: date) -> str:
    return "冬春夏秋"[day.month % 12 // 3] + "季"


def filled(text: str, today: date) -> str:
    """The text of a sample paper with its dates written out."""
    issued = issued_on(today)

    def written(found: re.Match[str]) -> str:
        name, offset = found[1], int(found[2] or 0)
        if name == "year":
            return str(issued.year)
        if name == "issued":
            return f"{issued.year}年{issued.month}月{issued.day}日"
        if name == "d":
            day = today + timedelta(days=offset)
            return f"{_year(day, issued)}{day.month}月{day.day}日"
        month = month_of(today, offset)
        if name == "me":
            return f"{_year(month, issued)}{month.month}月底"
        last = month_of(today, offset + 2)
        end = month_end(today, offset + 2)
        return f"{month.year}年{month.month}月1日至{last.year}年{last.month}月{end.day}日"

    return re.sub(r"\{(year|issued|me|span|d)([+-]\d+)?\}", written, text)


def _year(day: date, issued: date) -> str:
    return "" if day.year == issued.year else f"{day.year}年"
