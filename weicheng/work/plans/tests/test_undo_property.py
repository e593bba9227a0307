"""Whatever a reviewer does, in whatever order: undone step by step, the plan is as it was."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import Category, RowState
from weicheng.work.plans.models import DraftRow, Plan
from weicheng.work.plans.services import joining, owning, restructuring, reviewing, undoing
from weicheng.work.plans.snapshots import row_snapshot
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory

TEXT = "区城管局牵头，6月底前新建公厕4座，9月底前改造市场2处。区卫健局每季度开展病媒消杀。各镇办按月清理卫生死角，年底前完成。"
ACTIONS = (
    "edit",
    "confirm",
    "reopen",
    "drop",
    "restore",
    "split",
    "merge",
    "add",
    "bulk",
    "own",
    "disown",
    "share",
    "join",
    "reject",
)
_steps = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9), st.integers(0, 60)), max_size=9)


def picture(plan: Plan) -> dict[int, object]:
    rows = DraftRow.objects.filter(plan=plan).prefetch_related("owners")
    return {row.pk: row_snapshot(row, list(row.owners.all())) for row in rows}


def act(by: User, plan: Plan, unit: Unit, action: str, which: int, number: int) -> None:
    rows = list(DraftRow.objects.filter(plan=plan).select_related("plan").order_by("order", "id"))
    row = rows[which % len(rows)]
    at = {"by": by, "row": row, "version": row.version}
    ids = [one.pk for one in rows[: which + 1]]
    other = rows[number % len(rows)]
    owner = row.owners.first()
    match action:
        case "edit":
            due = date(2026, 1 + number % 12, 1)
            reviewing.edit_row(**at, changes={"title": f"改{number}", "due_on": due, "quantities": [{"value": number}]})
        case "confirm":
            reviewing.confirm_row(**at)
        case "reopen":
            reviewing.reopen_row(**at)
        case "drop":
            reviewing.drop_row(**at)
        case "restore":
            reviewing.restore_row(**at)
        case "split":
            restructuring.split_row(**at, at=row.start + number % max(1, row.end - row.start))
        case "merge":
            restructuring.merge_with_previous(**at)
        case "add":
            restructuring.add_row(by=by, plan=plan, start=number, end=number + 9)
        case "bulk":
            reviewing.bulk_set(
                by=by, plan=plan, rows=ids, changes={"lead": unit, "category": Category.ARCHIVES, "checked": True}
            )
        case "own":
            owning.add_owner(**at, unit=unit, role=("lead", "coop", "report")[number % 3])
        case "disown" if owner:
            owning.remove_owner(by=by, owner=owner, version=row.version)
        case "share":
            reviewing.assign_rows(by=by, plan=plan, people=[by], rows=ids)
        case "join":
            joining.join_rows(by=by, row=row, same_as=other)
        case "reject":
            joining.reject_proposal(by=by, row=row, other=other)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_undoing_everything_gives_back_the_plan(campaign, clerk, bureau, health, steps) -> None:
    plan = PlanFactory(campaign=campaign, text=TEXT)
    for place, piece in enumerate(TEXT.split("。")[:3]):
        start = TEXT.index(piece)
        RowFactory(plan=plan, order=place, start=start, end=start + len(piece), lead=bureau)
    before = picture(plan)
    for action, which, number in steps:
        try:
            act(clerk, plan, health, action, which, number)
        except Refused:
            continue  # refused: nothing happened, nothing is undone
    while True:
        try:
            undoing.undo_last(by=clerk, plan=plan)
        except Refused as error:
            assert str(error) == "没有可以撤销的修改了。"
            break
    assert picture(plan) == before
    for row in DraftRow.objects.filter(plan=plan).exclude(state=RowState.DROPPED):
        assert plan.text[row.start : row.end] == row.quote
