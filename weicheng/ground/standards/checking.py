"""What the shape alone does not tell: names used twice, cycles, references that lead nowhere, sums and dates that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from weicheng.ground.kernel.lined_yaml import Path_, Problem, Source
from weicheng.ground.standards.choices import EditionKind, Judge, years_needed
from weicheng.ground.standards.schema import Clause, Indicator, Library, Line, Target

# Where something is wrong, in what words, and for what stands twice where it stood first.
Found = Iterator[tuple[Path_, str] | tuple[Path_, str, Path_]]
NEEDS_VALUE = {
    Judge.GE,
    Judge.GT,
    Judge.LE,
    Judge.LT,
    Judge.MIN_OVER_UNITS,
    Judge.GE_OR_TREND_UP,
    Judge.LE_OR_TREND_DOWN,
}


def check_one(source: Source, library: Library) -> list[Problem]:
    """What is wrong within one file."""
    checks: tuple[Callable[[Library], Found], ...] = (
        _dates,
        _content,
        _chapters,
        _clauses,
        _parents,
        _indicators,
        _limits,
        _form,
        _lines,
        _samples,
        _rows,
    )
    return sorted(_problem(source, *found) for check in checks for found in check(library))


def _problem(source: Source, path: Path_, sentence: str, first: Path_ | None = None) -> Problem:
    return source.problem(path, sentence if first is None else f"{sentence}，第一次在第{source.line(first)}行。")


def check_all(files: Iterable[tuple[Source, Library]]) -> list[Problem]:
    """What is wrong between the files: the same edition twice, a standard or a clause that no file has."""
    files = list(files)
    problems: list[Problem] = []
    seen: dict[tuple[str, int], Source] = {}
    standards: dict[str, Library] = {}
    for source, library in files:
        first = seen.setdefault((library.code, library.version), source)
        if first is not source:
            words = f"“{library.code}”第{library.version}版在{first.name}里已经有了，请换代号或提高version。"
            problems.append(source.problem(("code",), words))
        standards.setdefault(library.code, library)
    for source, library in files:
        problems += [_problem(source, *found) for found in _between(library, standards)]
    return sorted(problems)


def _dates(library: Library) -> Found:
    start, end, issued = library.effective_from, library.effective_to, library.issued_on
    if start and end and end < start:
        yield ("effective_to",), f"废止日期{end}早于施行日期{start}。"
    if issued and start and start < issued:
        yield ("effective_from",), f"施行日期{start}早于发布日期{issued}。"


def _content(library: Library) -> Found:
    wanted = {
        EditionKind.STANDARD: ("chapters", library.chapters),
        EditionKind.FORM: ("sections", library.sections or library.samples),
        EditionKind.LIMITS: ("limits", library.limits),
        EditionKind.CROSSWALK: ("rows", library.rows),
    }
    name, content = wanted[library.kind]
    if not content:
        yield ("kind",), f"种类是“{library.kind.label}”，但没有“{name}”。"
    if library.kind == EditionKind.CROSSWALK and not (library.old and library.new):
        yield ("kind",), "新旧对照要写明“old”和“new”两个版本的代号。"


def _all_clauses(library: Library) -> list[tuple[Path_, Clause]]:
    return [
        (("chapters", place, "clauses", number), clause)
        for place, chapter in enumerate(library.chapters)
        for number, clause in enumerate(chapter.clauses)
    ]


def _twice(items: Iterable[tuple[Path_, str]], what: str) -> Found:
    """Said of the second, with the first beside it: either may be the wrong one."""
    seen: dict[str, Path_] = {}
    for path, name in items:
        if name and name in seen:
            yield path, f"{what}“{name}”用了两次", seen[name]
        seen.setdefault(name, path)


def _chapters(library: Library) -> Found:
    yield from _twice(
        ((("chapters", place, "number"), str(one.number)) for place, one in enumerate(library.chapters)), "章号"
    )


def _clauses(library: Library) -> Found:
    clauses = _all_clauses(library)
    yield from _twice((((*path, "key"), clause.key) for path, clause in clauses), "条款代号")
    yield from _twice((((*path, "number"), clause.number) for path, clause in clauses), "条号")


def _parents(library: Library) -> Found:
    parents = {clause.key: clause.parent for _, clause in _all_clauses(library)}
    for path, clause in _all_clauses(library):
        if clause.parent and clause.parent not in parents:
            yield (*path, "parent"), f"上级条款“{clause.parent}”不存在。"
        elif loop := _loop(clause.key, parents):
            yield (*path, "parent"), f"上级条款绕成了圈：{'→'.join(loop)}。"


def _loop(key: str, parents: Mapping[str, str | None]) -> list[str]:
    walked, at = [key], parents.get(key)
    while at and at not in walked:
        walked.append(at)
        at = parents.get(at)
    return [*walked, at] if at == key else []


def _indicators(library: Library) -> Found:
    keys = {clause.key for _, clause in _all_clauses(library)}
    paths = [(("indicators", place), one) for place, one in enumerate(library.indicators)]
    yield from _twice((((*path, "key"), one.key) for path, one in paths), "指标代号")
    # Measures of one printed row (four pollutants) share its number and are told apart by their part.
    yield from _twice((((*path, "number"), _row(one)) for path, one in paths if one.number), "指标序号")
    for path, one in paths:
        if one.clause and one.clause not in keys:
            yield (*path, "clause"), f"指标所属条款“{one.clause}”不存在。"
        if not one.targets:
            yield (*path, "targets"), "没有一个目标值。"
        if bool(one.numerator) != bool(one.denominator):
            yield (*path, "numerator"), "分子和分母要么都写，要么都不写。"
        for level, target in one.targets.items():
            where = (*path, "targets", level.value)
            if level not in library.levels:
                yield where, f"“{level.label}”不在这个版本的适用对象里。"
            yield from ((where + rest, words) for rest, words in _target(target))


def _row(one: Indicator) -> str:
    return f"{one.number}{one.part and f'（{one.part}）'}"


def _target(target: Target) -> Iterator[tuple[Path_, str]]:
    if target.judge in NEEDS_VALUE and target.value is None and target.confidence != "?":
        yield ("value",), "没有目标值的，把握只能是“?”。"
    if target.judge not in NEEDS_VALUE and target.value is not None:
        yield ("value",), f"判定是“{target.judge.label}”，不用写目标值。"
    if (target.judge == Judge.LEVEL) != bool(target.grade):
        yield ("grade",), "等级只和判定“LEVEL”一起写，并且要写。"
    least = years_needed(target.judge)
    if target.years < least:
        yield ("judge",), f"判定是“{target.judge.label}”，years至少{least}，现在是{target.years}。"


def _limits(library: Library) -> Found:
    yield from _twice(((("limits", place, "key"), one.key) for place, one in enumerate(library.limits)), "限值代号")
    for place, one in enumerate(library.limits):
        path: Path_ = ("limits", place)
        values = [one.a, one.b, one.c]
        for letter, value in zip("abc", values, strict=True):
            if value is not None and letter not in one.confidences:
                yield (*path, letter), f"{letter.upper()}级限值没有写把握（confidences）。"
        known = [value for value in values if value is not None]
        if known != sorted(known, reverse=one.judge in (Judge.GE, Judge.GT)):
            yield (*path, "a"), "A、B、C三级应当一级比一级宽。"
        for number, step in enumerate(one.steps):
            if step.to is not None and step.to < step.from_:
                yield (*path, "steps", number), f"规模从{step.from_}到{step.to}，起止反了。"


def _all_lines(library: Library) -> list[tuple[Path_, Line]]:
    return [
        (("sections", place, "lines", number), line)
        for place, section in enumerate(library.sections)
        for number, line in enumerate(section.lines)
    ]


def _form(library: Library) -> Found:
    yield from _twice(
        ((("sections", place, "number"), str(one.number)) for place, one in enumerate(library.sections)), "部分序号"
    )
    total = sum((one.points for one in library.sections), Decimal())
    if library.total_points is not None and total != library.total_points:
        yield ("total_points",), f"总分写的是{library.total_points}，各部分加起来是{total}。"
    for place, section in enumerate(library.sections):
        top = sum((line.points or Decimal() for line in section.lines if not line.parent), Decimal())
        if top > section.points:
            yield ("sections", place, "points"), f"这一部分{section.points}分，条目加起来已有{top}分。"


def _lines(library: Library) -> Found:
    lines = _all_lines(library)
    by_key = {line.key: line for _, line in lines}
    yield from _twice((((*path, "key"), line.key) for path, line in lines), "条目代号")
    for path, line in lines:
        if line.parent and line.parent not in by_key:
            yield (*path, "parent"), f"上级条目“{line.parent}”不存在。"
        elif loop := _loop(line.key, {key: one.parent for key, one in by_key.items()}):
            yield (*path, "parent"), f"上级条目绕成了圈：{'→'.join(loop)}。"
        parts = [one.points for one in by_key.values() if one.parent == line.key]
        if parts and None not in parts and line.points is not None and sum(filter(None, parts)) != line.points:
            yield (*path, "points"), f"这一条{line.points}分，下面各条加起来是{sum(filter(None, parts))}分。"
        for number, band in enumerate(line.bands):
            if band.to < band.from_:
                yield (*path, "bands", number), f"评分从{band.from_}到{band.to}，起止反了。"


def _samples(library: Library) -> Found:
    for place, one in enumerate(library.samples):
        if one.least is not None and one.most is not None and one.most < one.least:
            yield ("samples", place, "most"), f"最多{one.most}个，少于最少{one.least}个。"
        if one.population_from and one.population_to and one.population_to < one.population_from:
            yield ("samples", place, "population_to"), "人口的起止反了。"


def _rows(library: Library) -> Found:
    for place, row in enumerate(library.rows):
        old = (row.old_clause, row.old_indicator)
        new = (row.new_clause, row.new_indicator)
        if row.kind != "new" and not any(old):
            yield ("rows", place), f"变化是“{row.kind.label}”，要写旧版的条款或指标。"
        if row.kind != "gone" and not any(new):
            yield ("rows", place), f"变化是“{row.kind.label}”，要写新版的条款或指标。"
        if row.kind == "new" and any(old):
            yield ("rows", place), "变化是“新增”，不能有旧版的条款或指标。"
        if row.kind == "gone" and any(new):
            yield ("rows", place), "变化是“取消”，不能有新版的条款或指标。"


def _between(library: Library, standards: Mapping[str, Library]) -> Found:
    for name in ("standard", "old", "new"):
        code = getattr(library, name)
        if code and code not in standards:
            yield (name,), f"没有代号是“{code}”的标准。"
    if standard := standards.get(library.standard):
        keys = {clause.key for _, clause in _all_clauses(standard)}
        for path, line in _all_lines(library):
            for number, key in enumerate(line.clauses):
                if key not in keys:
                    yield (*path, "clauses", number), f"依据的条款“{key}”在“{standard.short_title}”里不存在。"
    elif any(line.clauses for _, line in _all_lines(library)) and not library.standard:
        yield ("kind",), "条目写了依据条款，但没有写明是哪个标准（standard）。"
    for side in ("old", "new"):
        edition = standards.get(getattr(library, side))
        if edition is None:
            continue
        clauses = {clause.key for _, clause in _all_clauses(edition)}
        indicators = {one.key for one in edition.indicators}
        for place, row in enumerate(library.rows):
            clause, indicator = getattr(row, f"{side}_clause"), getattr(row, f"{side}_indicator")
            if clause and clause not in clauses:
                yield ("rows", place, f"{side}_clause"), f"条款“{clause}”在“{edition.short_title}”里不存在。"
            if indicator and indicator not in indicators:
                yield ("rows", place, f"{side}_indicator"), f"指标“{indicator}”在“{edition.short_title}”里不存在。"
