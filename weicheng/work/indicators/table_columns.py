"""The columns of the table that goes out and comes back: what stands in them, which of them people fill."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from weicheng.engines.judging.wording import plain
from weicheng.ground.standards.choices import Judge
from weicheng.work.indicators.models import ValueEntry, period_words
from weicheng.work.indicators.reading import Period
from weicheng.work.indicators.saying import formula_words, goal_text, value_words
from weicheng.work.indicators.targets import Asked

ID, SEEN, FAULT = "编号（请勿改）", "原数（请勿改）", "哪里不对"


@dataclass(frozen=True, slots=True)
class Column:
    """``field``: of Typed, where people fill it."""

    head: str
    width: int
    field: str = ""


FIXED = (
    Column("序号", 5),
    Column("指标", 30),
    Column("街道（乡、镇）", 13),
    Column("时段", 11),
    Column("单位", 7),
    Column("统计范围", 9),
    Column("算法", 26),
    Column("目标", 15),
    Column("上年值", 10),
)
FILLED = (
    Column("数值", 11, "value"),
    Column("分子", 11, "numerator"),
    Column("分母", 11, "denominator"),
    Column("对照值（当地规划或全省平均）", 13, "yardstick"),
    Column("来源名称", 26, "source_title"),
    Column("来源文号", 16, "source_number"),
    Column("来源日期", 12, "source_on"),
    Column("说明", 18, "note"),
    Column("原因（更正或数很特别时写）", 20, "reason"),
)
COLUMNS = (*FIXED, *FILLED)
BY_HEAD = {column.head: column.field for column in FILLED}


@dataclass(slots=True)
class Line:
    """A row of the table: what is asked, for which period, what is there; ``given`` replaces it in a sheet of errors."""

    asked: Asked
    period: Period
    entry: ValueEntry | None = None
    last: ValueEntry | None = None
    given: dict[str, str] | None = None
    fault: str = ""

    @property
    def id(self) -> str:
        return id_of(self.asked.indicator.pk, self.period)


def id_of(indicator: int, period: Period) -> str:
    subject = period.subject.pk if period.subject else 0
    return f"{indicator}:{period.year}:{period.span}:{period.number}:{subject}"


def fixed_cells(line: Line) -> list[str]:
    asked, indicator = line.asked, line.asked.indicator
    return [
        str(indicator),
        str(line.period.subject or ""),
        period_words(line.period.year, line.period.span, line.period.number),
        indicator.unit,
        indicator.scope,
        formula_words(indicator),
        goal_text(asked),
        value_words(line.last, asked) if line.last is not None else "",
    ]


def filled_cells(asked: Asked, entry: ValueEntry | None) -> dict[str, str]:
    """What the table shows of a value, by field; nothing for a slot without one. The reason is asked anew."""
    if entry is None:
        return dict.fromkeys(BY_HEAD.values(), "")
    numbers = {name: _number(getattr(entry, name)) for name in ("numerator", "denominator", "yardstick")}
    return {
        "value": _value(asked, entry),
        **numbers,
        "source_title": entry.source_title,
        "source_number": entry.source_number,
        "source_on": entry.source_on.isoformat() if entry.source_on else "",
        "note": entry.note,
        "reason": "",
    }


def _value(asked: Asked, entry: ValueEntry) -> str:
    if asked.target.judge in (Judge.LEVEL, Judge.EXISTS):
        return value_words(entry, asked).replace("—", "")
    return _number(entry.value)


def _number(value: Decimal | None) -> str:
    return plain(value) if value is not None else ""
