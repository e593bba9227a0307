"""The shape of a file of the library. What a part means is said at the models, whose fields these are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from weicheng.ground.kernel.lined_yaml import Problem, Source
from weicheng.ground.standards.choices import Authority, CrossKind, EditionKind, Judge, Level

Sure = Literal["S", "S*", "K", "?"]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
ClauseKey = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Words = list[Annotated[str, Field(min_length=1, max_length=40)]]


def _number(value: Any) -> Any:
    # YAML has no decimals: 5.6 is meant as it is written. A word or true is no number.
    if isinstance(value, bool | str):
        raise ValueError("no number")
    return Decimal(str(value)) if isinstance(value, float) else value


# As large and as fine as the columns hold; no standard asks for less than nothing.
Figure = Annotated[Decimal, BeforeValidator(_number), Field(ge=0, lt=10**6, decimal_places=3)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Fact(Part):
    source: str = Field(min_length=1, max_length=200)
    confidence: Sure
    reference: str = Field(default="", max_length=60)


class Interpretation(Fact):
    number: str = Field(min_length=1, max_length=20)
    gist: str = ""


class Clause(Fact):
    key: ClauseKey
    parent: ClauseKey | None = None
    number: str = Field(default="", max_length=20)
    number_confidence: Sure = "?"
    title: str = Field(min_length=1, max_length=60)
    gist: str = Field(min_length=1)
    words: Words = []
    evidence: Words = []
    owners: Words = []
    place_types: Words = []
    is_veto: bool | None = None
    interpretations: list[Interpretation] = []


class Chapter(Part):
    number: int = Field(ge=1, le=99)
    title: str = Field(min_length=1, max_length=60)
    clauses: list[Clause] = []


class Target(Fact):
    judge: Judge
    value: Figure | None = None
    grade: Literal["", "A", "B", "C"] = ""
    years: int = Field(default=1, ge=1, le=10)
    is_veto: bool | None = None


class Indicator(Fact):
    key: Key
    clause: ClauseKey | None = None
    number: str = Field(default="", max_length=10)
    position: str = Field(default="", max_length=10)
    name: str = Field(min_length=1, max_length=80)
    part: str = Field(default="", max_length=40)
    unit: str = Field(default="", max_length=20)
    years: int = Field(default=1, ge=1, le=10)
    scope: str = Field(default="", max_length=20)
    numerator: str = Field(default="", max_length=80)
    denominator: str = Field(default="", max_length=80)
    factor: Figure | None = None
    formula_confidence: Sure = "?"
    owners: Words = []
    evidence: Words = []
    limit: str = Field(default="", max_length=60)
    targets: dict[Level, Target]


class Step(Part):
    """So many are allowed in a unit of this size; ``to`` null = not known or no bound."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    from_: int = Field(alias="from", ge=0)
    to: int | None = None
    most: int = Field(ge=0)


class Limit(Fact):
    key: Key
    subject: str = Field(min_length=1, max_length=20)
    measure: str = Field(min_length=1, max_length=60)
    unit: str = Field(default="", max_length=30)
    judge: Judge = Judge.LE
    a: Figure | None = None
    b: Figure | None = None
    c: Figure | None = None
    confidences: dict[Literal["a", "b", "c"], Sure] = {}
    steps: list[Step] = []


class Band(Part):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    from_: Figure = Field(alias="from")
    to: Figure
    when: str = Field(min_length=1)


class Line(Fact):
    key: Key
    parent: Key | None = None
    title: str = Field(min_length=1, max_length=120)
    points: Figure | None = None
    clauses: list[ClauseKey] = []
    interpretations: list[str] = []
    bands: list[Band] = []
    place_types: Words = []
    is_key: bool = False
    least_rate: Figure | None = None


class Section(Fact):
    number: int = Field(ge=1)
    title: str = Field(min_length=1, max_length=60)
    points: Figure
    lines: list[Line] = []


class Sample(Fact):
    place_type: str = Field(min_length=1, max_length=40)
    population_from: int | None = None
    population_to: int | None = None
    least: int | None = None
    most: int | None = None


class CrossRow(Fact):
    kind: CrossKind
    old_clause: ClauseKey | None = None
    new_clause: ClauseKey | None = None
    old_indicator: Key | None = None
    new_indicator: Key | None = None
    note: str = Field(default="", max_length=300)


class Library(Part):
    """One file: an edition of a standard, a form, a set of limits, or the crosswalk of two editions."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    version: int = Field(default=1, ge=1)
    kind: EditionKind
    title: str = Field(min_length=1, max_length=100)
    short_title: str = Field(min_length=1, max_length=40)
    paper_number: str = Field(default="", max_length=60)
    authority: Authority
    issuer: str = Field(default="", max_length=60)
    levels: list[Level] = []
    issued_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    is_example: bool = False
    note: str = ""
    standard: str = ""
    chapters: list[Chapter] = []
    indicators: list[Indicator] = []
    limits: list[Limit] = []
    total_points: Figure | None = None
    sections: list[Section] = []
    samples: list[Sample] = []
    old: str = ""
    new: str = ""
    rows: list[CrossRow] = []


def shaped(source: Source) -> tuple[Library | None, list[Problem]]:
    """The file in its shape, or what is wrong with it, each with its line."""
    if not isinstance(source.data, dict):
        return None, [source.problem((), "文件是空的，或者不是一张“名称: 内容”的表。")]
    try:
        return Library.model_validate(source.data), []
    except ValidationError as error:
        return None, [_problem(source, one) for one in error.errors()]


WORDS = {
    "missing": "缺“{last}”。",
    "extra_forbidden": "不认得“{last}”，请检查拼写。",
    "string_pattern_mismatch": "“{last}”只能用小写字母、数字和短横线，现在是“{input}”。",
    "string_too_short": "“{last}”不能空着。",
    "string_too_long": "“{last}”太长，现在有{length}个字。",
    "string_type": "“{last}”要写文字（数字请加引号），现在是“{input}”。",
    "bool_type": "“{last}”只能是true、false或null，现在是“{input}”。",
    "bool_parsing": "“{last}”只能是true、false或null，现在是“{input}”。",
    "finite_number": "“{last}”要写数，现在是“{input}”。",
    "decimal_max_places": "“{last}”最多3位小数，现在是{input}。",
    "less_than": "“{last}”太大，现在是{input}。",
    "list_type": "“{last}”要写成一串，用[ ]括起来。",
    "greater_than_equal": "“{last}”太小，现在是{input}。",
    "less_than_equal": "“{last}”太大，现在是{input}。",
}


def _problem(source: Source, error: Any) -> Problem:
    where = tuple(part for part in error["loc"] if part != "[key]")
    # A wrong name in a table is said of the table: “targets”里没有“village”这种.
    named = where[:-1] if "[key]" in error["loc"] else where
    last, given = named[-1] if named else "", error.get("input")
    kind = error["type"]
    if given is None and kind != "missing":
        words = f"“{last}”空着，请填上。"
    elif kind in ("enum", "literal_error"):
        expected = error["ctx"]["expected"].replace(" or ", "、").replace(", ", "、").replace("'", "")
        words = f"“{last}”没有“{given}”这种，可用的有：{expected}。"
    elif kind in WORDS:
        words = WORDS[kind].format(last=last, input=given, length=len(given) if isinstance(given, str) else 0)
    elif kind == "value_error" or kind.startswith(("decimal", "int", "date")):
        quoted = "，数不用引号" if isinstance(given, str) and given.strip().replace(".", "", 1).isdecimal() else ""
        wanted = "日期，如2021-12-03" if kind.startswith("date") else "数"
        words = f"“{last}”要写{wanted}{quoted}，现在是“{given}”。"
    else:
        words = f"“{last}”写得不对，现在是“{given}”。"
    return source.problem(where, words)
