"""A file of the library as rows. Used once for an edition, when it is loaded."""

from __future__ import annotations

from typing import Any

from weicheng.ground.standards.models import (
    Chapter,
    Clause,
    Crosswalk,
    Edition,
    FormLine,
    FormSection,
    Indicator,
    Interpretation,
    Limit,
    SampleSize,
    Target,
)
from weicheng.ground.standards.schema import Library, Part


def write_content(edition: Edition, library: Library) -> None:
    clauses = _clauses(edition, library)
    _indicators(edition, library, clauses)
    Limit.objects.bulk_create(
        Limit(edition=edition, order=place, **_fields(one)) for place, one in enumerate(library.limits)
    )
    _sections(edition, library)
    SampleSize.objects.bulk_create(SampleSize(edition=edition, **_fields(one)) for one in library.samples)
    _crosswalk(edition, library)


def _fields(part: Part, *without: str) -> dict[str, Any]:
    values = part.model_dump(exclude=set(without), by_alias=True)
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """What stands in a list goes into a JSON column, which knows no decimals."""
    if not isinstance(value, list):
        return value
    return [{name: _json(inner) for name, inner in item.items()} if isinstance(item, dict) else item for item in value]


def _json(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    return int(value) if value == int(value) else float(value)


def _clauses(edition: Edition, library: Library) -> dict[str, Clause]:
    found: dict[str, Clause] = {}
    readings: list[Interpretation] = []
    for chapter in library.chapters:
        held = Chapter.objects.create(edition=edition, number=chapter.number, title=chapter.title)
        for one in chapter.clauses:
            values = _fields(one, "parent", "interpretations")
            found[one.key] = Clause(edition=edition, chapter=held, order=len(found) + 1, **values)
            readings += [
                Interpretation(edition=edition, clause=found[one.key], **_fields(part)) for part in one.interpretations
            ]
    Clause.objects.bulk_create(found.values())
    parents = {one.key: one.parent for chapter in library.chapters for one in chapter.clauses if one.parent}
    for key, parent in parents.items():
        found[key].parent = found[parent]
    Clause.objects.bulk_update([found[key] for key in parents], ["parent"])
    Interpretation.objects.bulk_create(readings)
    return found


def _indicators(edition: Edition, library: Library, clauses: dict[str, Clause]) -> None:
    rows: list[Indicator] = []
    targets: list[Target] = []
    for place, one in enumerate(library.indicators, 1):
        clause = clauses[one.clause] if one.clause else None
        indicator = Indicator(edition=edition, clause=clause, order=place, **_fields(one, "clause", "targets"))
        rows.append(indicator)
        targets += [
            Target(indicator=indicator, level=level, **_fields(target)) for level, target in one.targets.items()
        ]
    Indicator.objects.bulk_create(rows)
    Target.objects.bulk_create(targets)


def _sections(edition: Edition, library: Library) -> None:
    for one in library.sections:
        section = FormSection.objects.create(edition=edition, **_fields(one, "lines"))
        lines = {
            line.key: FormLine(section=section, order=place, **_fields(line, "parent"))
            for place, line in enumerate(one.lines, 1)
        }
        FormLine.objects.bulk_create(lines.values())
        parts = [line for line in one.lines if line.parent]
        for line in parts:
            lines[line.key].parent = lines[str(line.parent)]
        FormLine.objects.bulk_update([lines[line.key] for line in parts], ["parent"])


def _crosswalk(edition: Edition, library: Library) -> None:
    if not library.rows:
        return
    sides = {name: Edition.objects.filter(code=getattr(library, name)).latest("version") for name in ("old", "new")}
    clauses = {side: {one.key: one for one in held.clauses.all()} for side, held in sides.items()}
    figures = {side: {one.key: one for one in held.indicators.all()} for side, held in sides.items()}
    Crosswalk.objects.bulk_create(
        Crosswalk(
            table=edition,
            **sides,
            old_clause=clauses["old"].get(row.old_clause or ""),
            new_clause=clauses["new"].get(row.new_clause or ""),
            old_indicator=figures["old"].get(row.old_indicator or ""),
            new_indicator=figures["new"].get(row.new_indicator or ""),
            **_fields(row, "old_clause", "new_clause", "old_indicator", "new_indicator"),
        )
        for row in library.rows
    )
