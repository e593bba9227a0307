"""Reading dates, deadlines, rhythms and counts in Chinese office prose.

``read_when`` reads running text of any length; ``answer`` gives the fields of one clause. Both are pure functions of the
text and of the base date, from which a missing year, 本月 and 一个月内 are counted.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from weicheng.engines.worktime.dates import read_date
from weicheng.engines.worktime.gate import next_start
from weicheng.engines.worktime.lapses import read_lapse
from weicheng.engines.worktime.model import Found, When
from weicheng.engines.worktime.recurrences import read_recurrence
from weicheng.engines.worktime.vague import read_vague
from weicheng.engines.worktime.view import View, view

_SKIP_AT = re.compile(
    r"《[^《》]{0,80}》|\[(?:19|20)\d{2}\]\d*号?|第[\d一二三四五六七八九十百]+(?:条|章|款|届|次(?:常务|会|全))|"
    r"(?:19|20)\d{2}年?(?:版|修订版|年版)|一票否决|一次性|\d{4,}(?:热线|平台)|7x24小时|7×24小时"
)
_SKIP_FIRST = frozenset("《[第一0123456789")
_READERS: tuple[Callable[[str, int, date | None], Found | None], ...] = (
    read_recurrence,
    read_lapse,
    read_date,
    read_vague,
)


def read_when(text: str, base: date | None) -> list[When]:
    """Every time expression of the text in order; ``base`` None means that the year is not known."""
    seen = view(text)
    return [_to_raw(seen, found) for found in _scan(seen.text, base)]


def answer(text: str, base: date | None) -> dict[str, Any]:
    """The single reading of a clause, in the fields of the phrase bank."""
    found = read_when(text, base)
    telling = [when for when in found if when.says_something]
    best = telling[0] if telling else next((when for when in found if when.kind != "none"), None)
    result: dict[str, Any] = {"text": text, "base": base.isoformat() if base else None, "span": None}
    result |= {"deadline": None, "recurrence": None, "count": None, "kind": "none"}
    if best:
        kind = "none" if best.kind == "vague" else best.kind
        result |= {"span": best.text, "deadline": best.deadline, "recurrence": best.recurrence, "count": best.count}
        result |= {"kind": {"event": "deadline", "season": "interval", "relative": "deadline"}.get(kind, kind)}
        result |= {name: getattr(best, name) for name in ("workdays", "days", "hours") if getattr(best, name)}
        result |= {"lunar": True} if best.lunar else {}
        result |= {"doubt": best.doubt} if best.doubt else {}
    return result


def _scan(text: str, base: date | None, starts: Callable[[str, int], int | None] = next_start) -> list[Found]:
    found: list[Found] = []
    at = starts(text, 0)
    while at is not None:
        skip = _SKIP_AT.match(text, at) if text[at] in _SKIP_FIRST else None
        read = None if skip else next((hit for reader in _READERS if (hit := reader(text, at, base))), None)
        if read:
            found.append(read)
        at = starts(text, skip.end() if skip else max(read.end, at + 1) if read else at + 1)
    return found


def _to_raw(seen: View, found: Found) -> When:
    start, end = seen.raw_span(found.start, found.end)
    return When(
        start,
        end,
        seen.raw[start:end],
        found.kind,
        found.deadline,
        found.recurrence,
        found.count,
        found.workdays,
        found.days,
        found.hours,
        found.lunar,
        found.doubt,
    )
