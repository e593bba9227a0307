"""Reads one YAML file of a measure into frozen values; what is wrong is said with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from weicheng.ground.kernel.lined_yaml import Source, Unreadable, read_source

OWN = "own"  # our own design: no source claims it
CONFIDENCES = ("S", "S*", "K", "?", OWN)
LEVELS = ("national", "province", "prefecture", "county", "any")
OBJECTS = ("city", "county", "town", "village", "unit")
PURPOSES = ("create", "review")
VISITS = ("", "announced", "unannounced", "either")
EFFECTS = ("", "grant", "confirm", "defer", "withdraw")
ENDS = ("", "won", "lost")
FORMATS = ("pdf", "ofd")
_LINE = "__line__"


class BadAuthority(Exception):
    """The file cannot be used; the message names it and the line."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a statement comes from and how sure it is."""

    confidence: str = OWN
    source: str = ""
    reference: str = ""

    @property
    def is_unverified(self) -> bool:
        return self.confidence in ("K", "?")

    @property
    def is_own(self) -> bool:
        return self.confidence == OWN

    @property
    def is_seen(self) -> bool:
        return self.confidence in ("S", "S*")


@dataclass(frozen=True, slots=True)
class DueRule:
    """By when: so many days, workdays or months after the stage began, by a month of a year of the cycle, or in a window."""

    kind: str  # days, workdays, months, cycle, window
    number: int = 0
    year: int = 0
    months: tuple[int, int] = (0, 0)
    basis: Basis = Basis()


@dataclass(frozen=True, slots=True)
class Outcome:
    key: str
    name: str
    to: str = ""
    ends: str = ""
    effect: str = ""
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    key: str
    name: str
    who: str
    outcomes: tuple[Outcome, ...]
    documents: tuple[str, ...] = ()
    visit: str = ""
    due: DueRule | None = None
    least: DueRule | None = None
    basis: Basis = Basis()


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold before a stage is left for the better: a figure at least so high, or a title held at a level."""

    key: str
    name: str
    before: str
    at_least: float | None
    unit: str
    title_held: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Authority:
    key: str
    name: str
    level: str
    order: int
    objects: tuple[str, ...]
    paper_number: str
    issued_on: date | None
    effective_from: date | None
    in_force: bool
    paper_basis: Basis
    note: str
    cycle_years: int | None
    cycle_basis: Basis
    term_years: int | None
    term_basis: Basis
    formats: tuple[str, ...]
    formats_basis: Basis
    starts: dict[str, str]
    conditions: tuple[Condition, ...]
    stages: dict[str, Stage] = field(default_factory=dict)


def load_lines(path: Path) -> dict[str, Any]:
    """The mapping of a YAML file, each mapping in it with its line; BadAuthority if it is none."""
    try:
        source = read_source(path)
    except Unreadable as error:
        raise BadAuthority(str(error)) from error
    if not isinstance(source.data, dict):
        raise BadAuthority(str(source.problem((), "应当是一组键和值。")))
    lined: dict[str, Any] = _lined(source, (), source.data)
    return lined


def _lined(source: Source, path: tuple[str | int, ...], value: Any) -> Any:
    """The data with the line of each mapping in it."""
    if isinstance(value, dict):
        inner = {key: _lined(source, (*path, key), one) for key, one in value.items()}
        return inner | {_LINE: source.line(path)}
    if isinstance(value, list):
        return [_lined(source, (*path, place), one) for place, one in enumerate(value)]
    return value


def read_authority(path: Path) -> Authority:
    """The measure in ``path``; BadAuthority with file and line where it breaks the schema."""
    raw = load_lines(path)
    try:
        made = _authority(raw)
        _check_graph(made, raw)
    except BadAuthority as error:
        raise BadAuthority(f"{path.name}:{error}") from error
    return made


def _authority(raw: dict[str, Any]) -> Authority:
    _only(raw, "key name level order objects paper note cycle_years term_years receiving starts conditions stages")
    paper, receiving = _need(raw, "paper", dict), _need(raw, "receiving", dict)
    cycle, term = _need(raw, "cycle_years", dict), _need(raw, "term_years", dict)
    stages: dict[str, Stage] = {}
    for one in _need(raw, "stages", list):
        stage = _stage(one)
        if stage.key in stages:
            _wrong(one, f"阶段“{stage.key}”写了两次")
        stages[stage.key] = stage
    starts = {key: value for key, value in _need(raw, "starts", dict).items() if key != _LINE}
    return Authority(
        key=_need(raw, "key", str),
        name=_need(raw, "name", str),
        level=_one_of(raw, "level", LEVELS),
        order=_need(raw, "order", int),
        objects=_some_of(raw, "objects", OBJECTS),
        paper_number=str(paper.get("number") or ""),
        issued_on=paper.get("issued_on"),
        effective_from=paper.get("effective_from"),
        in_force=_need(paper, "in_force", bool),
        paper_basis=_basis(paper),
        note=str(raw.get("note") or ""),
        cycle_years=cycle.get("value"),
        cycle_basis=_basis(cycle),
        term_years=term.get("value"),
        term_basis=_basis(term),
        formats=_some_of(receiving, "formats", FORMATS),
        formats_basis=_basis(receiving),
        starts=starts,
        conditions=tuple(_condition(one) for one in _need(raw, "conditions", list)),
        stages=stages,
    )


def _stage(raw: dict[str, Any]) -> Stage:
    _only(raw, "key name who documents visit due least outcomes confidence source reference")
    outcomes = tuple(_outcome(one) for one in _need(raw, "outcomes", list))
    if len({one.key for one in outcomes}) != len(outcomes) or not outcomes:
        _wrong(raw, "结果要有，而且代号不能重复")
    return Stage(
        key=_need(raw, "key", str),
        name=_need(raw, "name", str),
        who=_need(raw, "who", str),
        outcomes=outcomes,
        documents=tuple(raw.get("documents") or ()),
        visit=_one_of(raw, "visit", VISITS, ""),
        due=_due(raw.get("due")),
        least=_due(raw.get("least")),
        basis=_basis(raw),
    )


def _outcome(raw: dict[str, Any]) -> Outcome:
    _only(raw, "key name to ends effect opens")
    made = Outcome(
        key=_need(raw, "key", str),
        name=_need(raw, "name", str),
        to=str(raw.get("to") or ""),
        ends=_one_of(raw, "ends", ENDS, ""),
        effect=_one_of(raw, "effect", EFFECTS, ""),
        opens=_one_of(raw, "opens", ("", *PURPOSES), ""),
    )
    if bool(made.to) == bool(made.ends):
        _wrong(raw, "结果要么转到一个阶段（to），要么结束（ends）")
    return made


def _due(raw: Any) -> DueRule | None:
    if raw is None:
        return None
    _only(raw, "days workdays months cycle_year month window confidence source reference")
    basis = _basis(raw)
    if "window" in raw:
        first, last = raw["window"]
        if not 1 <= first <= last <= 12:
            _wrong(raw, "月份要在1到12之间，先小后大")
        return DueRule("window", months=(first, last), basis=basis)
    if "cycle_year" in raw:
        return DueRule("cycle", number=_need(raw, "month", int), year=_need(raw, "cycle_year", int), basis=basis)
    for kind in ("days", "workdays", "months"):
        if kind in raw:
            return DueRule(kind, number=_need(raw, kind, int), basis=basis)
    _wrong(raw, "时限没有写多少天、月，或哪一年哪一月")
    return None


def _condition(raw: dict[str, Any]) -> Condition:
    _only(raw, "key name rule before confidence source reference")
    rule = _need(raw, "rule", dict)
    _only(rule, "at_least unit title_held")
    return Condition(
        key=_need(raw, "key", str),
        name=_need(raw, "name", str),
        before=_need(raw, "before", str),
        at_least=rule.get("at_least"),
        unit=str(rule.get("unit") or ""),
        title_held=str(rule.get("title_held") or ""),
        basis=_basis(raw),
    )


def _basis(raw: dict[str, Any]) -> Basis:
    confidence = str(raw.get("confidence") or "")
    if confidence not in CONFIDENCES:
        _wrong(raw, "要写把握程度：" + "、".join(CONFIDENCES))
    source = str(raw.get("source") or "")
    if confidence != OWN and not (source and raw.get("reference")):
        _wrong(raw, "不是自拟的，要写来源（source）和底稿行（reference）")
    return Basis(confidence, source, str(raw.get("reference") or ""))


def _check_graph(made: Authority, raw: dict[str, Any]) -> None:
    """Every stage named is there, every stage can be reached, and from every stage an end can be."""
    edges = {stage.key: {one.to for one in stage.outcomes if one.to} for stage in made.stages.values()}
    for one in _need(raw, "stages", list):
        missing = edges[one["key"]] - made.stages.keys()
        if missing:
            _wrong(one, f"转到的阶段“{missing.pop()}”不存在")
    if not made.starts or set(made.starts) - set(PURPOSES) or set(made.starts.values()) - made.stages.keys():
        _wrong(raw, "起始阶段（starts）不对")
    unreached = made.stages.keys() - _reach(made.starts.values(), edges)
    if unreached:
        _wrong(raw, f"阶段“{sorted(unreached)[0]}”走不到")
    ending = {stage.key for stage in made.stages.values() if any(one.ends for one in stage.outcomes)}
    stuck = [key for key in edges if not _reach([key], edges) & ending]
    if stuck:
        _wrong(raw, f"从阶段“{stuck[0]}”走不到结束")
    for condition in made.conditions:
        if condition.before not in made.stages:
            _wrong(raw, f"条件“{condition.name}”挂的阶段不存在")


def _reach(start: Iterable[str], edges: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = list(start)
    while ahead:
        key = ahead.pop()
        if key not in seen:
            seen.add(key)
            ahead += edges.get(key, ())
    return seen


def _only(raw: dict[str, Any], names: str) -> None:
    unknown = [str(key) for key in raw if key != _LINE and key not in names.split()]
    if unknown:
        _wrong(raw, f"不认识“{unknown[0]}”")


def _need(raw: dict[str, Any], name: str, kind: type) -> Any:
    value = raw.get(name)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        _wrong(raw, f"“{name}”没有写或写法不对")
    return value


def _one_of(raw: dict[str, Any], name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = raw.get(name, default)
    if value not in allowed:
        _wrong(raw, f"“{name}”只能是：" + "、".join(one for one in allowed if one))
    return str(value)


def _some_of(raw: dict[str, Any], name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    values = _need(raw, name, list)
    if set(values) - set(allowed):
        _wrong(raw, f"“{name}”只能是：" + "、".join(allowed))
    return tuple(values)


def _wrong(raw: dict[str, Any], why: str) -> None:
    raise BadAuthority(f"{raw.get(_LINE, 1)} {why}。")
