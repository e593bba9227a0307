"""A unit answers an upper plan with its own: who must, what carries what, who has not, and who may."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible, Refused
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.services import rename_unit
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.cascade import selectors
from weicheng.work.cascade.choices import AnswerState
from weicheng.work.cascade.models import UnitPlan, UnitRow
from weicheng.work.cascade.services import answers, calls
from weicheng.work.cascade.services.reading import upload_document
from weicheng.work.cascade.tests.factories import call_of
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.tests.factories import PlanFactory, TaskFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def bureau():
    return UnitFactory(name="青禾区城市管理局", short_name="区城管局")


@pytest.fixture
def town():
    return UnitFactory(name="北苑街道办事处", short_name="北苑街道")


@pytest.fixture
def liaison(bureau):
    return user_with_role(Role.LIAISON, bureau, name="王某")


@pytest.fixture
def plan():
    return PlanFactory(state=PlanState.PUBLISHED, title="攻坚行动方案")


@pytest.fixture
def tasks(plan, bureau, town):
    lead = TaskFactory(campaign=plan.campaign, title="清理背街小巷卫生死角", lead=bureau, coops=[town],
                       due_on=TODAY + timedelta(days=60))  # fmt: skip
    other = TaskFactory(campaign=plan.campaign, title="新建公厕4座", lead=town, due_on=TODAY + timedelta(days=90))
    return lead, other


@pytest.fixture
def call(plan, tasks, office, liaison):
    return call_of(plan, *tasks, by=office)


@pytest.fixture
def answer(call, bureau, liaison):
    return answers.answer_of(by=liaison, call=call, unit=bureau)


def row(answer, tasks, by, **values):
    return answers.add_row(by=by, answer=answer, key=uuid.uuid4(), tasks=tasks, **{"title": "分片包干清理", **values})


def test_units_with_a_task_must_answer_and_their_liaisons_are_told(call, bureau, town, liaison) -> None:
    assert set(selectors.units_of(call)) == {bureau, town}
    assert set(selectors.missing_units(call)) == {bureau, town}
    assert Notice.objects.filter(user=liaison, code="cascade.call").count() == 1


def test_a_form_sent_twice_writes_once(answer, tasks, liaison) -> None:
    assert answers.carry_as_is(by=liaison, answer=answer, tasks=tasks[:1]) == 1
    assert answers.carry_as_is(by=liaison, answer=answer, tasks=tasks[:1]) == 0
    key = uuid.uuid4()
    first, second = (
        answers.add_row(by=liaison, answer=answer, key=key, title="分片包干", tasks=tasks[:1]) for _ in range(2)
    )
    assert first == second
    assert answer.rows.count() == 2


def test_the_key_of_another_units_row_is_refused(call, answer, tasks, liaison, town, office) -> None:
    theirs = answers.answer_of(by=office, call=call, unit=town)
    key = uuid.uuid4()
    answers.add_row(by=office, answer=theirs, key=key, title="建公厕", tasks=tasks[1:])
    with pytest.raises(Invalid, match="编号已经用过"):
        answers.add_row(by=liaison, answer=answer, key=key, title="分片包干", tasks=tasks[:1])


def test_nothing_moves_in_a_campaign_that_is_closed(call, answer, tasks, liaison, office, plan) -> None:
    kept = row(answer, tasks[:1], liaison)
    plan.campaign.is_closed = True
    plan.campaign.save()
    call = type(call).objects.get(pk=call.pk)
    kept = UnitRow.objects.get(pk=kept.pk)
    for act in (
        lambda: answers.mark_done(by=liaison, row=kept, on=TODAY),
        lambda: calls.change_call(by=office, call=call, reply_by=TODAY),
        lambda: calls.remind_missing(by=office, call=call),
    ):
        with pytest.raises(NotPossible, match="已结束"):
            act()


def test_an_upper_task_shows_what_carries_it_and_what_nobody_carries(call, answer, tasks, liaison, office) -> None:
    row(answer, tasks[:1], liaison, in_charge="环卫科")
    lines = {line.task: [one.title for one in line.rows] for line in selectors.task_lines(call, office)}
    assert lines == {tasks[1]: [], tasks[0]: ["分片包干清理"]}
    assert next(iter(lines)) == tasks[1]


def test_what_a_unit_leads_must_be_carried_before_it_hands_in(call, answer, tasks, liaison, bureau) -> None:
    with pytest.raises(NotPossible, match="清理背街小巷卫生死角"):
        answers.submit(by=liaison, answer=answer)
    row(answer, tasks[:1], liaison)
    assert answers.submit(by=liaison, answer=answer).state == AnswerState.SUBMITTED
    assert bureau not in selectors.missing_units(call)
    with pytest.raises(NotPossible, match="已报送"):
        row(answer, tasks[:1], liaison)


def test_the_office_returns_with_a_reason_and_the_unit_hands_in_again(answer, tasks, liaison, office) -> None:
    row(answer, tasks[:1], liaison)
    answers.submit(by=liaison, answer=answer)
    with pytest.raises(Invalid):
        answers.judge(by=office, answer=answer, verb="return")
    answers.judge(by=office, answer=answer, verb="return", reason="没有落实到人")
    answer.refresh_from_db()
    assert (answer.state, answer.return_reason) == (AnswerState.RETURNED, "没有落实到人")
    assert Notice.objects.filter(user=liaison, code="cascade.answer.return").exists()
    assert not Notice.objects.filter(code="cascade.answer.submit", settled_at=None).exists(), "it was looked at"
    answers.submit(by=liaison, answer=answer)
    asked = ("cascade.answer.return", "cascade.call")
    assert not Notice.objects.filter(user=liaison, code__in=asked, settled_at=None).exists(), "it was handed in"
    assert answers.judge(by=office, answer=answer, verb="accept").state == AnswerState.ACCEPTED
    assert answers.mark_done(by=liaison, row=answer.rows.get(), on=TODAY).done_on == TODAY


def test_a_lower_task_may_not_end_later_than_the_upper_one(answer, tasks, liaison) -> None:
    with pytest.raises(Invalid, match="不能更晚"):
        row(answer, tasks[:1], liaison, due_on=tasks[0].due_on + timedelta(days=1))
    assert not answer.rows.exists()


def test_a_task_of_another_unit_is_not_taken(answer, tasks, liaison) -> None:
    with pytest.raises(Invalid, match="不是"):
        row(answer, tasks[1:], liaison)


def test_the_same_form_sent_twice_is_one_row(answer, tasks, liaison) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        answers.add_row(by=liaison, answer=answer, key=key, title="分片包干", tasks=tasks[:1])
    assert answer.rows.count() == 1


def test_tasks_are_taken_over_as_they_stand(answer, tasks, liaison) -> None:
    assert answers.carry_as_is(by=liaison, answer=answer, tasks=tasks[:1]) == 1
    made = answer.rows.get()
    assert (made.title, made.due_on) == (tasks[0].title, tasks[0].due_on)
    assert not selectors.uncarried(answer).exists()


def test_a_units_document_becomes_rows_joined_to_what_they_carry(answer, tasks, liaison) -> None:
    text = (
        "区城管局落实攻坚行动的方案\n一、工作任务\n（一）清理背街小巷卫生死角。环卫科牵头，"
        f"{tasks[0].due_on.year}年{tasks[0].due_on.month}月底前完成。\n（二）每月开展一次集中清扫，由市容科负责。\n"
    )
    job = upload_document(by=liaison, answer=answer, upload=BytesIO(text.encode()), name="方案.txt")
    assert jobs.run_inline(job).state == "done"
    rows = list(answer.rows.all())
    assert rows
    assert any(list(one.tasks.all()) == [tasks[0]] for one in rows)
    count = len(rows)
    again = upload_document(by=liaison, answer=answer, upload=BytesIO(text.encode()), name="方案.txt")
    jobs.run_inline(again)
    assert answer.rows.count() == count


def test_a_classified_document_is_refused_before_it_is_stored(answer, liaison) -> None:
    from weicheng.ground.evidence.models import StoredFile

    with pytest.raises(Exception, match="秘密"):
        upload_document(
            by=liaison, answer=answer, upload=BytesIO("秘密★一年\n方案\n一、清理垃圾。".encode()), name="a.txt"
        )
    assert not StoredFile.objects.filter(name="a.txt").exists()


class Unread(SimpleUploadedFile):
    """A file that must not be read."""

    read = property(lambda self: pytest.fail("read before its size was looked at"))  # type: ignore[assignment]


def test_a_document_that_is_too_large_is_refused_without_being_read(answer, liaison, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024
    upload = Unread("方案.txt", b"x" * 1025)
    with pytest.raises(Refused, match="上限"):
        upload_document(by=liaison, answer=answer, upload=upload, name="方案.txt")


def test_a_renamed_unit_keeps_the_name_of_the_day(answer, bureau, office) -> None:
    rename_unit(by=office, unit=bureau, name="青禾区综合执法局", short_name="区执法局", on=TODAY)
    answer.refresh_from_db()
    assert answer.unit_name == "区城管局"


def test_reminding_twice_on_a_day_tells_once(call, office, liaison) -> None:
    assert calls.remind_missing(by=office, call=call) == 2
    calls.remind_missing(by=office, call=call)
    assert Notice.objects.filter(user=liaison, key__contains="remind").count() == 1


def test_a_finished_campaign_takes_no_answer(answer, plan, liaison, tasks) -> None:
    plan.campaign.is_closed = True
    plan.campaign.save()
    answer.refresh_from_db()
    with pytest.raises(NotPossible, match="已结束"):
        row(UnitPlan.objects.get(pk=answer.pk), tasks[:1], liaison)


ROLES = ("office", "leader", "liaison", "other", "inspector", "auditor", "admin")
GRID = {  # who may: o office, e liaison of the unit ("own"), - nobody else
    "open": ("office",),
    "add": ("office", "liaison"),
    "submit": ("office", "liaison"),
    "judge": ("office",),
    "remind": ("office",),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", GRID)
def test_who_may(action, role, call, answer, tasks, bureau, town, plan, office) -> None:
    units = {"liaison": bureau, "other": town}
    user = user_with_role("liaison" if role == "other" else role, units.get(role))
    fresh = PlanFactory(campaign=plan.campaign, state=PlanState.PUBLISHED)
    if action in ("submit", "judge"):
        row(answer, tasks[:1], office)
    if action == "judge":
        answers.submit(by=office, answer=answer)
    acts = {
        "open": lambda: calls.open_call(by=user, plan=fresh, reply_by=TODAY),
        "add": lambda: row(answer, tasks[:1], user),
        "submit": lambda: answers.submit(by=user, answer=answer),
        "judge": lambda: answers.judge(by=user, answer=answer, verb="accept"),
        "remind": lambda: calls.remind_missing(by=user, call=call),
    }
    if role in GRID[action]:
        acts[action]()
    else:
        with pytest.raises(NotAllowed):
            acts[action]()


def test_papers_stand_under_the_papers_they_are_based_on(plan, answer, tasks, liaison) -> None:
    plan.facts = {"basis": ["《全省卫生城镇三年行动方案》（×卫发〔2025〕8号）"]}
    plan.number = "青政发〔2026〕3号"
    plan.save()
    sub = PlanFactory(campaign=plan.campaign, state=PlanState.PUBLISHED, title="分方案",
                      facts={"basis": ["《区里的攻坚方案》（青政发〔2026〕3号）"]})  # fmt: skip
    row(answer, tasks[:1], liaison)
    answers.submit(by=liaison, answer=answer)
    root = selectors.paper_tree(plan.campaign)[0]
    assert (root.title, root.plan) == ("全省卫生城镇三年行动方案", None)
    assert root.below[0].plan == plan
    assert [paper.plan or paper.answer for paper in root.below[0].below] == [sub, answer]


def test_two_papers_that_name_each_other_make_no_circle(plan) -> None:
    plan.facts = {"basis": ["《分方案》"]}
    plan.save()
    PlanFactory(
        campaign=plan.campaign, state=PlanState.PUBLISHED, title="分方案", facts={"basis": ["《攻坚行动方案》"]}
    )
    tree = selectors.paper_tree(plan.campaign)
    assert len(tree) == 1
    assert len(tree[0].below) == 1


def test_pages_ask_the_database_equally_often_for_many(
    call, answer, tasks, office, client, django_assert_max_num_queries
):
    def ask() -> int:
        total = 0
        for url in (reverse("cascade:call", args=[call.pk]), reverse("cascade:list")):
            client.get(url)
            with django_assert_max_num_queries(60) as asked:
                assert client.get(url).status_code == 200
            total += len(asked)
        return total

    client.force_login(office, backend="weicheng.doors.web.authentication.DemoAwareBackend")
    few = ask()
    for number in range(8):
        unit = UnitFactory()
        one = TaskFactory(campaign=call.plan.campaign, lead=unit)
        from weicheng.work.plans.tests.factories import SourceFactory

        SourceFactory(task=one, plan=call.plan, start=0, end=5)
        row(answers.answer_of(by=office, call=call, unit=unit), [one], office, title=f"第{number}项")
    assert ask() == few


def test_what_was_typed_stays_when_it_is_refused(call, answer, tasks, liaison) -> None:
    client = Client()
    client.force_login(liaison, backend="weicheng.doors.web.authentication.DemoAwareBackend")
    url = reverse("cascade:row-add", args=[call.pk, answer.unit_id])
    late = (tasks[0].due_on + timedelta(days=5)).isoformat()
    page = client.post(url, {"title": "分片包干清理巷道", "due_on": late, "tasks": [tasks[0].pk], "key": uuid.uuid4()})
    assert page.status_code == 422
    assert "分片包干清理巷道" in page.content.decode()
    assert "不能更晚" in page.content.decode()
    assert not UnitRow.objects.exists()
