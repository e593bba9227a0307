"""Rules come in pairs, states follow their table, words exist for every action."""

import inspect
import re
from pathlib import Path

import pytest

from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.work.plans import permissions, policies, transitions
from weicheng.work.plans.choices import EntryState, PlanState, RowState
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.services.feeds import feed_for
from weicheng.work.plans.tests.factories import EntryFactory, PlanFactory, RowFactory, SourceFactory, TaskFactory
from weicheng.work.plans.wording import ACTIONS, NOTICES

ROOM = Path(permissions.__file__).parent
VERBS = sorted({verb for moves in transitions.PLAN.values() for verb in moves})


def test_every_check_has_its_answer() -> None:
    checks = {
        name for name, _ in inspect.getmembers(permissions, inspect.isfunction) if name.startswith("check_user_can")
    }
    for name in checks:
        assert hasattr(permissions, name.removeprefix("check_")), name


def test_every_state_stands_in_its_table() -> None:
    assert set(transitions.PLAN) == set(PlanState)
    assert set(transitions.ROW) == set(RowState)
    assert set(transitions.ENTRY) == set(EntryState)
    assert set(transitions.OWNERS) == set(PlanState) | set(EntryState)


@pytest.mark.django_db
@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("verb", VERBS)
def test_a_plan_moves_only_as_its_table_says(campaign, state, verb) -> None:
    plan = PlanFactory(campaign=campaign, state=state)
    expected = transitions.PLAN[state].get(verb)
    if expected is None:
        with pytest.raises(NotPossible, match=plan.get_state_display()):
            policies.next_plan_state(plan, verb, "不能这样")
    else:
        assert policies.next_plan_state(plan, verb, "不能这样") == expected


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "action",
    ["upload_plan", "review_plan", "publish_plan", "withdraw_plan", "discard_plan", "change_task", "create_task",
     "import_ledger", "report_progress", "confirm_entry", "return_entry", "share_view", "see_feed"],
)  # fmt: skip
def test_who_may_do_what(campaign, bureau, colleague, role, action) -> None:
    """The office does all; a liaison reports for her unit and sees its feed; nobody else changes anything."""
    user = user_with_role(role, bureau if role == Role.LIAISON else None)
    review = PlanFactory(campaign=campaign)
    RowFactory(plan=review)
    task = TaskFactory(campaign=campaign, lead=bureau)
    entry = EntryFactory(task=task, unit=bureau, by=colleague)
    published = SourceFactory(task=task).plan
    subject = {
        "upload_plan": (campaign,), "review_plan": (review,), "publish_plan": (review,), "withdraw_plan": (published,),
        "discard_plan": (review,), "change_task": (task,), "create_task": (campaign,), "import_ledger": (campaign,),
        "report_progress": (task, bureau), "confirm_entry": (entry,), "return_entry": (entry,), "share_view": (campaign,),
        "see_feed": (bureau,),
    }[action]  # fmt: skip
    may = role == Role.OFFICE or (role == Role.LIAISON and action in {"report_progress", "see_feed"})
    assert getattr(permissions, f"user_can_{action}")(user, *subject) is may
    if not may:
        with pytest.raises(NotAllowed):
            getattr(permissions, f"check_user_can_{action}")(user, *subject)


@pytest.mark.django_db
def test_a_closed_campaign_is_only_looked_at(clerk, campaign, bureau) -> None:
    campaign.is_closed = True
    campaign.save()
    task = TaskFactory(campaign=campaign, lead=bureau)
    assert not permissions.user_can_upload_plan(clerk, campaign)
    assert not permissions.user_can_change_task(clerk, task)
    assert not permissions.user_can_report_progress(clerk, task, bureau)
    assert feed_for(by=clerk, campaign=campaign, unit=bureau)


def test_every_audited_action_has_its_words() -> None:
    """The codes written in the services and the table of words are the same."""
    codes = set()
    for path in [*ROOM.glob("services/*.py")]:
        text = path.read_text(encoding="utf-8")
        codes |= set(re.findall(r'"(plans\.(?:plan|task|ledger|view|feed|postponement|deadline_rule)\.\w+)"', text))
        codes |= {f"plans.row.{verb}" for verb in re.findall(r'verb="(\w+)"', text)}
    assert codes <= set(ACTIONS) | set(NOTICES)
    spoken = {code for code in ACTIONS if not code.startswith(("plans.row.", "plans.entry."))}
    assert spoken == codes & spoken
