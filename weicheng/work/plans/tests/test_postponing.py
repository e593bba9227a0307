"""Dates only move forward: a later one is a request by every way, decided once, by somebody else (M053)."""

from datetime import date

import pytest
from django.test import Client

from weicheng.ground.campaigns.tests.factories import PhaseFactory
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.services import rename_unit
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.choices import PostponementState
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.history import history_of
from weicheng.work.plans.selectors.postponements import postponement_counts, postponements_by_unit
from weicheng.work.plans.services.editing import bulk_change, change_task
from weicheng.work.plans.services.postponement_decisions import (
    approve_postponement,
    decide_many,
    decline_postponement,
    withdraw_postponement,
)
from weicheng.work.plans.services.postponing import ask_postponement, set_deadline_rule
from weicheng.work.plans.tests.conftest import signed_in
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
LATER = date(2026, 9, 30)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


@pytest.fixture
def asked(clerk, colleague, task):
    return change_task(by=clerk, task=task, version=1, changes={"due_on": LATER}, reason="汛期停工").postponement


def test_advancing_is_free_and_going_back_is_a_postponement(clerk, task) -> None:
    change_task(by=clerk, task=task, version=1, changes={"due_on": "2026-05-31"})
    back = change_task(by=clerk, task=task, version=2, changes={"due_on": "2026-06-30"}, reason="原定的")
    assert (fresh(task).due_on, back.postponement.was_due_on) == (date(2026, 5, 31), date(2026, 5, 31))


def test_what_else_was_changed_is_written_at_once(clerk, task) -> None:
    change_task(by=clerk, task=task, version=1, changes={"due_on": LATER, "note": "已进场"}, reason="汛期")
    assert (fresh(task).note, fresh(task).due_on, fresh(task).version) == ("已进场", date(2026, 6, 30), 2)


def test_a_start_that_moves_along_waits_along(clerk, colleague, task) -> None:
    changes = {"start_on": "2026-08-01", "due_on": LATER}
    held = change_task(by=clerk, task=task, version=1, changes=changes, reason="汛期").postponement
    assert fresh(task).start_on is None
    approve_postponement(by=colleague, request=held)
    assert (fresh(task).start_on, fresh(task).due_on) == (date(2026, 8, 1), LATER)


def test_approval_applies_it_with_an_entry_and_tells_who_asked(clerk, colleague, asked, task) -> None:
    approve_postponement(by=colleague, request=asked, answer="同意")
    entry = history_of(task)[0]
    assert entry.changes == [("时限", "2026-06-30", "2026-09-30")]
    assert (entry.by, entry.action, entry.reason) == ("吴某", "批准延期", "汛期停工")
    assert (fresh(task).due_on, fresh(task).original_due_on) == (LATER, date(2026, 6, 30))
    assert Notice.objects.filter(user=clerk, code="plans.postponement.decided").count() == 1


def test_nobody_approves_her_own_as_long_as_there_is_a_second_person(clerk, colleague, asked, task) -> None:
    with pytest.raises(NotAllowed, match="另一位同事"):
        approve_postponement(by=clerk, request=asked)
    colleague.role_assignments.all().delete()
    approve_postponement(by=clerk, request=asked)
    assert fresh(task).due_on == LATER


@pytest.mark.parametrize("second", [approve_postponement, decline_postponement])
def test_a_request_is_decided_once(clerk, colleague, asked, task, second) -> None:
    third = user_with_role(Role.OFFICE, name="郑某")
    approve_postponement(by=colleague, request=asked)
    with pytest.raises(NotPossible, match="已批准，吴某"):
        second(by=third, request=asked, answer="再看")
    assert AuditEvent.objects.filter(action="plans.task.postponed").count() == 1
    assert fresh(task).version == 2


def test_declining_needs_a_reason_and_leaves_the_date(colleague, asked, task) -> None:
    with pytest.raises(Invalid):
        decline_postponement(by=colleague, request=asked, answer=" ")
    decline_postponement(by=colleague, request=asked, answer="国庆前必须完工")
    assert fresh(task).due_on == date(2026, 6, 30)
    assert history_of(task)[0].reason == "国庆前必须完工"


def test_a_date_that_moved_meanwhile_is_not_overrun(clerk, colleague, asked, task) -> None:
    change_task(by=clerk, task=task, version=1, changes={"due_on": "2026-06-15"})
    with pytest.raises(NotPossible, match="2026-06-15"):
        approve_postponement(by=colleague, request=asked)
    decline_postponement(by=colleague, request=asked, answer="请重新申请")
    assert fresh(task).due_on == date(2026, 6, 15)


def test_the_same_again_is_one_request_and_another_takes_its_place(clerk, colleague, asked, task) -> None:
    again = change_task(by=clerk, task=task, version=1, changes={"due_on": LATER}, reason="汛期停工").postponement
    assert again.pk == asked.pk
    other = change_task(by=clerk, task=task, version=1, changes={"due_on": "2026-10-31"}, reason="再晚些").postponement
    states = dict(PostponementRequest.objects.values_list("pk", "state"))
    assert states == {asked.pk: PostponementState.REPLACED, other.pk: PostponementState.PENDING}
    with pytest.raises(NotPossible):
        approve_postponement(by=colleague, request=asked)


def test_in_bulk_it_is_said_how_many_hold_and_how_many_wait(clerk, colleague, campaign, bureau) -> None:
    tasks = [TaskFactory(campaign=campaign, lead=bureau, due_on=day) for day in ("2026-06-30", "2026-12-31", LATER)]
    result = bulk_change(by=clerk, tasks=tasks, changes={"due_on": LATER}, reason="统一调整")
    assert (result.changed, result.waiting, result.unchanged) == (1, 1, 1)
    assert "已修改1项，1项本来就是这样，1项的时限往后推" in str(result)
    assert Notice.objects.filter(user=colleague).count() == 1


def test_a_bulk_of_many_is_one_notice(clerk, colleague, campaign, bureau) -> None:
    tasks = [TaskFactory(campaign=campaign, lead=bureau) for _ in range(5)]
    bulk_change(by=clerk, tasks=tasks, changes={"due_on": LATER}, reason="统一调整")
    (notice,) = Notice.objects.filter(user=colleague)
    assert notice.title.endswith("等5项")
    first, *rest = PostponementRequest.objects.order_by("pk")
    decline_postponement(by=colleague, request=first, answer="先做")
    assert Notice.objects.filter(user=colleague, settled_at=None).exists(), "four still wait"
    for one in rest:
        decline_postponement(by=colleague, request=one, answer="先做")
    assert not Notice.objects.filter(user=colleague, settled_at=None).exists()
    bulk_change(by=clerk, tasks=tasks, changes={"due_on": LATER}, reason="统一调整")
    waiting = PostponementRequest.objects.filter(state=PostponementState.PENDING)
    decided = decide_many(by=colleague, requests=waiting, approve=True)
    assert not Notice.objects.filter(user=colleague, settled_at=None).exists()
    assert (decided.done, Task.objects.filter(due_on=LATER).count()) == (5, 5)


class TestRule:
    def test_only_the_chosen_phases_are_held(self, clerk, campaign, task, bureau) -> None:
        phase = PhaseFactory(campaign=campaign, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
        free = TaskFactory(campaign=campaign, lead=bureau, due_on=date(2026, 8, 31))
        set_deadline_rule(by=clerk, campaign=campaign, all_tasks=False, phases=[phase])
        change_task(by=clerk, task=free, version=1, changes={"due_on": LATER}, reason="汛期")
        held = change_task(by=clerk, task=task, version=1, changes={"due_on": LATER}, reason="汛期")
        assert (fresh(free).due_on, fresh(task).due_on) == (LATER, date(2026, 6, 30))
        assert held.postponement is not None

    def test_moving_a_task_to_another_phase_first_is_no_way_out(self, clerk, campaign, task) -> None:
        spring = PhaseFactory(campaign=campaign, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
        summer = PhaseFactory(campaign=campaign, starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30))
        set_deadline_rule(by=clerk, campaign=campaign, all_tasks=False, phases=[spring])
        change_task(by=clerk, task=task, version=1, changes={"phase": summer})
        assert change_task(
            by=clerk, task=task, version=2, changes={"due_on": LATER, "phase": summer}, reason="汛期"
        ).postponement

    def test_a_rule_for_no_phase_is_refused(self, clerk, campaign) -> None:
        with pytest.raises(Invalid):
            set_deadline_rule(by=clerk, campaign=campaign, all_tasks=False)

    def test_a_task_that_is_not_held_still_needs_a_reason(self, clerk, campaign, task) -> None:
        phase = PhaseFactory(campaign=campaign, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
        set_deadline_rule(by=clerk, campaign=campaign, all_tasks=False, phases=[phase])
        with pytest.raises(Invalid, match="写明原因"):
            change_task(by=clerk, task=task, version=1, changes={"due_on": LATER})


class TestAUnitAsks:
    def test_it_is_counted_for_the_unit_under_its_name_of_the_day(self, liaison, colleague, bureau, campaign, task):
        request = ask_postponement(by=liaison, task=task, due_on="2026-09-30", reason="汛期停工")
        assert ask_postponement(by=liaison, task=task, due_on="2026-09-30", reason="汛期停工").pk == request.pk
        rename_unit(
            by=colleague, unit=bureau, name="青禾区城市管理和执法局", short_name="区城管执法局", on=date.today()
        )
        (count,) = postponements_by_unit(campaign, colleague)
        assert (count.name, count.total, count.pending) == ("区城管执法局", 1, 1)
        assert PostponementRequest.objects.get().unit_name == "青禾区城市管理局"

    @pytest.mark.parametrize(("due", "reason"), [("2026-06-01", "x"), ("2026-06-30", "x"), ("2026-09-30", " ")])
    def test_what_is_no_postponement_or_has_no_reason_is_refused(self, liaison, task, due, reason) -> None:
        with pytest.raises(Invalid):
            ask_postponement(by=liaison, task=task, due_on=due, reason=reason)

    def test_the_units_that_cooperate_do_not_ask(self, health, task) -> None:
        with pytest.raises(NotAllowed):
            ask_postponement(by=user_with_role(Role.LIAISON, health), task=task, due_on=LATER, reason="x")

    def test_she_may_take_it_back_and_nobody_else(self, liaison, clerk, task) -> None:
        request = ask_postponement(by=liaison, task=task, due_on=LATER, reason="汛期停工")
        with pytest.raises(NotAllowed):
            withdraw_postponement(by=clerk, request=request)
        withdraw_postponement(by=liaison, request=request)
        with pytest.raises(NotPossible):
            approve_postponement(by=clerk, request=request)

    def test_two_do_not_ask_over_each_other(self, liaison, clerk, asked, task) -> None:
        with pytest.raises(NotPossible, match="正等批准"):
            ask_postponement(by=liaison, task=task, due_on="2026-12-31", reason="别的原因")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", ["ask", "approve", "decline", "rule"])
def test_who_may_do_what(campaign, bureau, clerk, colleague, task, role, verb) -> None:
    """The office asks, decides and sets the rule; the lead's liaison asks; nobody else anything."""
    user = user_with_role(role, bureau if role == Role.LIAISON else None)
    request = None
    if verb in ("approve", "decline"):
        request = ask_postponement(by=clerk, task=task, due_on=LATER, reason="汛期")
    calls = {
        "ask": lambda: ask_postponement(by=user, task=task, due_on=LATER, reason="汛期"),
        "approve": lambda: approve_postponement(by=user, request=request),
        "decline": lambda: decline_postponement(by=user, request=request, answer="不行"),
        "rule": lambda: set_deadline_rule(by=user, campaign=campaign, all_tasks=True),
    }
    if role == Role.OFFICE or (role == Role.LIAISON and verb == "ask"):
        calls[verb]()
    else:
        with pytest.raises(NotAllowed):
            calls[verb]()


def test_a_finished_campaign_takes_no_request(campaign, clerk, liaison, task) -> None:
    campaign.is_closed = True
    campaign.save()
    with pytest.raises(NotPossible):
        ask_postponement(by=liaison, task=task, due_on=LATER, reason="汛期")


class TestPages:
    def test_a_unit_asks_in_the_drawer_and_the_office_decides_on_the_list(
        self, unit_client: Client, office: Client, colleague, task
    ) -> None:
        drawer = unit_client.get(f"/ledger/tasks/{task.uid}/").content.decode()
        assert "申请延期" in drawer
        sent = {"due_on": "2026-09-30", "reason": "汛期停工"}
        assert unit_client.post(f"/ledger/tasks/{task.uid}/postpone/", sent).status_code == 302
        page = office.get("/ledger/postponements/").content.decode()
        assert "汛期停工" in page and "2026-9-30" in page and "发布时定的是2026-6-30" in page
        request = PostponementRequest.objects.get()
        for _ in range(2):  # the second time somebody else was faster
            office.post("/ledger/postponements/decide/", {"requests": request.pk, "verb": "approve"})
        assert AuditEvent.objects.filter(action="plans.task.postponed").count() == 1
        assert "已批准" in office.get("/ledger/postponements/?state=approved").content.decode()

    def test_another_unit_sees_nothing_of_it(self, task, liaison) -> None:
        ask_postponement(by=liaison, task=task, due_on=LATER, reason="汛期停工")
        stranger = signed_in(user_with_role(Role.LIAISON, UnitFactory()))
        assert "汛期停工" not in stranger.get("/ledger/postponements/").content.decode()
        assert stranger.post(f"/ledger/tasks/{task.uid}/postpone/", {"due_on": "2027-01-01"}).status_code == 404

    def test_a_refusal_keeps_what_was_typed(self, unit_client: Client, task) -> None:
        sent = {"due_on": "2026-06-01", "reason": "想早一点"}
        answer = unit_client.post(f"/ledger/tasks/{task.uid}/postpone/", sent, HTTP_HX_REQUEST="true")
        assert answer.status_code == 422
        assert "想早一点" in answer.content.decode() and "晚才用申请" in answer.content.decode()

    @pytest.mark.parametrize("page", ["/ledger/postponements/", "/ledger/gaps/?kind=no_person"])
    def test_the_queries_do_not_grow(
        self, office: Client, clerk, campaign, bureau, page, django_assert_max_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def asked_for() -> int:
            with CaptureQueriesContext(connection) as found:
                assert office.get(page).status_code == 200
            return len(found)

        def more(number: int) -> None:
            tasks = [TaskFactory(campaign=campaign, lead=UnitFactory()) for _ in range(number)]
            bulk_change(by=clerk, tasks=tasks, changes={"due_on": LATER}, reason="汛期")

        more(2)
        asked_for()
        few = asked_for()
        more(12)
        assert asked_for() == few


def test_the_counts_are_by_state(clerk, colleague, campaign, asked) -> None:
    assert postponement_counts(campaign, clerk)[PostponementState.PENDING] == 1
    approve_postponement(by=colleague, request=asked)
    counts = postponement_counts(campaign, clerk)
    assert (counts[PostponementState.PENDING], counts[PostponementState.APPROVED]) == (0, 1)
