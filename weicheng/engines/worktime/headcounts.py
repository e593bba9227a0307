"""How many people a unit sends by its head-count: bands as a paper has them, and what they leave unsaid or say twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weicheng.engines.worktime.numerals import integer

_NUMBER = r"\d{1,5}|[一二三四五六七八九十百两]{1,5}"
_BAND = re.compile(
    rf"(?:(?P<a>{_NUMBER})人?[-—–~～至到]+(?P<b>{_NUMBER})人?|(?P<end>{_NUMBER})人?(?P<way>以下|及以下|以内|以上|及以上))"
    rf"[^;。\d一二三四五六七八九十两]{{0,12}}?(?P<people>{_NUMBER})[人名]"
)


@dataclass(frozen=True, slots=True)
class Band:
    """Head-counts from ``low`` to ``high``, both included (None: open), send ``people``."""

    low: int | None
    high: int | None
    people: int

    def holds(self, headcount: int) -> bool:
        return (self.low is None or self.low <= headcount) and (self.high is None or headcount <= self.high)


@dataclass(frozen=True, slots=True)
class Problem:
    """Head-counts from ``low`` to ``high`` (None: and above) that no band covers, or that bands answer differently."""

    kind: str  # gap, overlap
    low: int
    high: int | None
    answers: tuple[int, ...] = ()

    def __str__(self) -> str:
        whom = f"{self.low}人" if self.low == self.high else f"{self.low}至{self.high}人"
        whom = whom if self.high is not None else f"{self.low}人以上"
        if self.kind == "gap":
            return f"{whom}的单位派几人，文件没有写。"
        return f"{whom}的单位落在两档里：派{'人还是'.join(map(str, self.answers))}人？"


def bands_of(rows: Iterable[Mapping[str, Any]]) -> list[Band]:
    """Bands from their stored form {"low", "high", "people"}."""
    return [Band(row.get("low"), row.get("high"), int(row["people"])) for row in rows]


def read_bands(words: str) -> list[Band]:
    """The bands of a sentence (5人以下1人; 5-10人3人; 15以上4人); 以下 and 以上 include their number."""
    plain = re.sub(r"[;；]", ";", re.sub(r"[\s,，:：]", "", words))
    found = []
    for hit in _BAND.finditer(plain):
        people = integer(hit["people"])
        first, last, end = (integer(hit[name]) if hit[name] else None for name in ("a", "b", "end"))
        if people is None:
            continue
        if hit["end"]:
            found.append(Band(None, end, people) if "上" not in hit["way"] else Band(end, None, people))
        else:
            found.append(Band(first, last, people))
    return found


def problems(bands: Sequence[Band]) -> list[Problem]:
    """Every run of head-counts from 1 up that has no answer, or more than one."""
    cuts = {1} | {band.low or 1 for band in bands} | {band.high + 1 for band in bands if band.high is not None}
    starts = sorted(cut for cut in cuts if cut >= 1)
    found: list[Problem] = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        answers = tuple(sorted({band.people for band in bands if band.holds(start)}))
        if len(answers) != 1:
            last = following - 1 if following is not None else None
            found.append(Problem("overlap" if answers else "gap", start, last, answers))
    return found


def people_for(bands: Sequence[Band], headcount: int | None) -> int | None:
    """The one answer of the bands; None where the head-count is not known or the bands give none or several."""
    if not headcount:
        return None
    answers = {band.people for band in bands if band.holds(headcount)}
    return answers.pop() if len(answers) == 1 else None
