"""From the reader's rows to draft rows with owners found in the list of units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from weicheng.engines.reader.rows import Owner, Row
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import Person, Unit
from weicheng.work.plans.choices import Category, OwnerRole
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan


def draft_row(plan: Plan, row: Row, order: float) -> DraftRow:
    """The unsaved draft of one row of the reader."""
    start_on, due_on = _dates(row.deadline)
    return DraftRow(
        plan=plan,
        order=order,
        start=row.start,
        end=row.end,
        quote=row.quote,
        locator=_locator(row),
        title=row.title[:200] or row.quote[:200],
        start_on=start_on,
        due_on=due_on,
        deadline_text=(row.deadline_text or "")[:200],
        recurrence_text=(row.recurrence_text or "")[:200],
        rrule=(row.recurrence or "")[:200],
        quota=row.count,
        quantities=[asdict(quantity) for quantity in row.quantities],
        section=list(row.section),
        category=row.category if row.category in Category.values else Category.OTHER,
        confidence=row.confidence,
        doubts=list(row.doubts),
        reading=row.as_dict(),
    )


def draft_owners(row: DraftRow, owners: Iterable[Owner], matcher: UnitMatcher) -> list[DraftOwner]:
    """The unsaved owners of a draft row; a unit is set only where the name leaves no choice."""
    return [
        match_owner(DraftOwner(row=row, text=owner.name[:100], role=_role(owner.role), order=place), matcher)
        for place, owner in enumerate(owners)
    ]


def match_owner(owner: DraftOwner, matcher: UnitMatcher) -> DraftOwner:
    """Look the owner's text up: sets unit, person, kind of match, scope of a collective, suggestions, doubt."""
    match = matcher.match(owner.text)
    owner.match = match.kind
    owner.person = match.person
    owner.unit = match.unit
    if match.kind == MatchKind.PERSON:
        owner.unit = match.units[0] if len(match.units) == 1 else unit_of(match.person)
    owner.collective = match.collective.as_json() if match.collective else None
    owner.suggestions = [suggested(unit, score) for unit, score in match.suggestions]
    owner.doubt = match.doubt[:200]
    return owner


def unit_of(person: Person | None) -> Unit | None:
    """The unit in which the person has a post today."""
    today = timezone.localdate()
    posts = person.posts.filter(Q(end=None) | Q(end__gte=today)).select_related("unit") if person else ()
    return next((post.unit for post in posts), None)


def suggested(unit: Unit, score: float) -> dict[str, Any]:
    return {"unit": unit.pk, "name": str(unit), "score": round(score, 2)}


def _role(code: str) -> str:
    return code if code in OwnerRole.values else OwnerRole.LEAD


def _dates(deadline: str | dict[str, str | None] | None) -> tuple[date | None, date | None]:
    if isinstance(deadline, dict):
        return _day(deadline.get("start")), _day(deadline.get("end"))
    return None, _day(deadline)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _locator(row: Row) -> dict[str, Any]:
    return {key: value for key, value in asdict(row.locator).items() if value is not None}
