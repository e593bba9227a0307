"""Who answers for a draft row: adding, removing and replacing units and people, registering a unit that is new."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.kernel.errors import Invalid, Refused
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.models import Person, Unit, User
from weicheng.ground.org.services import add_unit
from weicheng.work.plans.choices import OwnerRole, RowState
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import DraftOwner, DraftRow
from weicheng.work.plans.permissions import check_user_can_review_plan
from weicheng.work.plans.services.batch import RowBatch, row_batch
from weicheng.work.plans.services.drafting import match_owner, unit_of
from weicheng.work.plans.services.reviewing import sign


def add_owner(
    *,
    by: User,
    row: DraftRow,
    version: int,
    unit: Unit | None = None,
    person: Person | None = None,
    role: str = OwnerRole.LEAD,
    text: str = "",
) -> DraftRow:
    """Give the row one more unit or person; a bare ``text`` is looked up in the list of units."""
    role = _checked_role(role)
    with row_batch(by=by, plan=row.plan, rows=[row.pk], verb="owners") as batch:
        current = batch[row.pk]
        batch.expect(current, version)
        owner = _owner(batch, unit, person, text)
        owner.role = role
        same = [o for o in batch.owners[current.pk] if o.unit_id and o.unit_id == owner.unit_id and o.role == role]
        if same:
            raise Invalid(f"{same[0].unit}已经是{OwnerRole(role).label}单位。", "unit")
        batch.owners[current.pk] = [*batch.owners[current.pk], owner]
        _sign_again(current, by)
    return current


def remove_owner(*, by: User, owner: DraftOwner, version: int) -> DraftRow:
    with row_batch(by=by, plan=owner.row.plan, rows=[owner.row_id], verb="owners") as batch:
        current = batch[owner.row_id]
        batch.expect(current, version)
        _own(batch, current, owner)
        batch.owners[current.pk] = [kept for kept in batch.owners[current.pk] if kept.pk != owner.pk]
        _sign_again(current, by)
    return current


def change_owner(
    *,
    by: User,
    owner: DraftOwner,
    version: int,
    unit: Unit | None = None,
    person: Person | None = None,
    role: str | None = None,
    everywhere: bool = False,
) -> int:
    """Say which unit or person an owner string means, or its role; how many rows changed.

    ``everywhere``: the same string gets the same unit in every row of the plan in which nobody has chosen one yet.
    """
    role = _checked_role(role) if role is not None else None
    with row_batch(by=by, plan=owner.row.plan, rows=None if everywhere else [owner.row_id], verb="owners") as batch:
        current = batch[owner.row_id]
        batch.expect(current, version)
        own = _own(batch, current, owner)
        _mean(own, unit, person)
        if role is not None:
            own.role = role
        _sign_again(current, by)
        if everywhere and unit is not None:
            for row in batch.rows.values():
                for other in batch.owners[row.pk]:
                    if other.text == own.text and other.match != MatchKind.MANUAL:
                        _mean(other, unit, None)
        changed = len(batch.changed())
    return changed


def create_unit(
    *, by: User, owner: DraftOwner, version: int, name: str, kind: str, short_name: str = "", parent: Unit | None = None
) -> Unit:
    """Register the unit that an owner string names, and give it to that string in every row of the plan."""
    check_user_can_review_plan(by, owner.row.plan)
    alias = [owner.text] if owner.text not in (name, short_name) else []
    with transaction.atomic():
        unit = register_unit(by=by, name=name, kind=kind, short_name=short_name, parent=parent, aliases=alias)
        change_owner(by=by, owner=owner, version=version, unit=unit, everywhere=True)
    return unit


def register_unit(
    *, by: User, name: str, kind: str, short_name: str = "", parent: Unit | None = None, aliases: Sequence[str] = ()
) -> Unit:
    """A unit that the list lacked. Raises Invalid where the list of units does."""
    try:
        return add_unit(by=by, name=name, kind=kind, short_name=short_name, parent=parent, aliases=aliases)
    except Refused as error:
        raise Invalid(str(error), getattr(error, "field", "")) from error


def _checked_role(role: str) -> str:
    if role not in OwnerRole.values:
        raise Invalid("角色只能是牵头、配合或报送对象。", "role")
    return role


def _own(batch: RowBatch, row: DraftRow, owner: DraftOwner) -> DraftOwner:
    for own in batch.owners[row.pk]:
        if own.pk == owner.pk:
            return own
    raise NotPossible("这个责任单位已经不在这一行了，请刷新页面。")


def _owner(batch: RowBatch, unit: Unit | None, person: Person | None, text: str) -> DraftOwner:
    owner = DraftOwner(text=(text or str(unit or person or "")).strip()[:100])
    if not owner.text:
        raise Invalid("请选一个单位或一个人。", "unit")
    if unit is None and person is None:
        return match_owner(owner, campaign_matcher(batch.plan.campaign))
    _mean(owner, unit, person)
    return owner


def _mean(owner: DraftOwner, unit: Unit | None, person: Person | None) -> None:
    """A person chose: no doubt is left."""
    if unit is None and person is None:
        return
    if person is not None and unit is None:
        unit = unit_of(person)
    owner.unit, owner.person, owner.match = unit, person, MatchKind.MANUAL
    owner.collective, owner.suggestions, owner.doubt = None, [], ""


def _sign_again(row: DraftRow, by: User) -> None:
    if row.state == RowState.CHECKED:
        sign(row, by)
