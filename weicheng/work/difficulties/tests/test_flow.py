"""A difficulty from the unit to the leader and back, by the services and pages that people use."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import User
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.difficulties import permissions, selectors
from weicheng.work.difficulties.choices import Level, Sort, State
from weicheng.work.difficulties.models import Difficulty
from weicheng.work.difficulties.services import answering, raising, rules
from weicheng.work.difficulties.services.telling import tell_overdue
from weicheng.work.plans.models import ProgressEntry
from weicheng.work.plans.services.progress import Hardship, report_progress
from weicheng.work.plans.tests.conftest import (  # noqa: F401
    bureau,
    campaign,
    clerk,
    foreign,
    health,
    liaison,
    signed_in,
    task,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return user_with_role(Role.LEADER, name="方某")


def raised(by, campaign, unit, **words) -> Difficulty:  # noqa: F811
    said = raising.Words(**{"text": "用地权属没有定", "sort": Sort.COUNTERPART, **words})
    return raising.raise_difficulty(by=by, campaign=campaign, unit=unit, words=said, key=uuid.uuid4())


@pytest.mark.parametrize(
    ("sort", "level", "days"),
    [(Sort.OWN, Level.UNIT, 5), (Sort.COUNTERPART, Level.OFFICE, 3), (Sort.BEYOND, Level.LEADER, 5)],
)
def test_the_sorting_rule_says_who_answers_and_by_when(liaison, campaign, bureau, sort, level, days):  # noqa: F811
    one = raised(liaison, campaign, bureau, sort=sort)
    due = work_calendar().add_workdays(timezone.localdate(), days)
    assert (one.level, one.state, one.answer_due_on) == (level, State.OPEN, due)


def waiting(**which) -> set[int]:
    """The accounts that are still asked."""
    return set(Notice.objects.filter(settled_at=None, **which).values_list("user_id", flat=True))


def test_it_climbs_from_unit_to_office_to_leader_and_each_is_told(liaison, clerk, chief, campaign, bureau):  # noqa: F811
    one = raised(liaison, campaign, bureau, sort=Sort.OWN)
    answering.escalate_difficulty(by=liaison, difficulty=one, reason="协调两次没有结果")
    assert Notice.objects.filter(user=clerk, code="difficulties.difficulty.owed").count() == 1
    with pytest.raises(NotAllowed):
        answering.escalate_difficulty(by=liaison, difficulty=one, reason="直接找领导")
    one = answering.escalate_difficulty(by=clerk, difficulty=one, reason="超出部门权限")
    assert one.level == Level.LEADER
    assert Notice.objects.filter(user=chief, code="difficulties.difficulty.owed").count() == 1
    assert waiting(code="difficulties.difficulty.owed") <= {chief.pk, clerk.pk}, (
        "who passed it up is not asked any more"
    )
    with pytest.raises(NotPossible):
        answering.escalate_difficulty(by=clerk, difficulty=one, reason="再往上")
    one = answering.answer_difficulty(by=chief, difficulty=one, text="资规局6月前办好手续")
    assert (one.state, one.answer_due_on) == (State.ANSWERED, None)
    assert Notice.objects.filter(user=liaison, code="difficulties.difficulty.answered").exists()
    assert waiting(code="difficulties.difficulty.owed") == set(), "answered: nobody owes anything"
    one = answering.reopen_difficulty(by=liaison, difficulty=one, reason="手续没有办下来")
    assert (one.state, one.level) == (State.OPEN, Level.LEADER) and one.answer_due_on is not None
    one = answering.answer_difficulty(by=clerk, difficulty=one, text="方副区长：7月1日前办结")
    assert one.steps.last().for_leader
    assert answering.settle_difficulty(by=liaison, difficulty=one).state == State.SETTLED


MOVES = ("answer", "escalate", "sort", "settle", "reopen")
GRID = {  # level, state -> role -> moves
    (Level.UNIT, State.OPEN): {"office": "answer escalate sort settle", "own": "answer escalate settle", "leader": ""},
    (Level.OFFICE, State.OPEN): {"office": "answer escalate sort settle", "own": "settle", "leader": ""},
    (Level.LEADER, State.OPEN): {"office": "answer sort settle", "own": "settle", "leader": "answer"},
    (Level.OFFICE, State.ANSWERED): {"office": "escalate settle reopen", "own": "settle reopen", "leader": ""},
    (Level.OFFICE, State.SETTLED): {"office": "reopen", "own": "reopen", "leader": ""},
}


@pytest.mark.parametrize(("level", "state"), GRID)
def test_who_may_do_what_at_which_level(level, state, clerk, liaison, chief, campaign, bureau):  # noqa: F811
    one = raised(liaison, campaign, bureau)
    Difficulty.objects.filter(pk=one.pk).update(level=level, state=state)
    one.refresh_from_db()
    users = {"office": clerk, "own": liaison, "leader": chief, "other": user_with_role(Role.LIAISON)}
    for role, user in users.items():
        may = [verb for verb in MOVES if getattr(permissions, f"user_can_{verb}_difficulty")(user, one)]
        assert " ".join(may) == GRID[level, state].get(role, ""), role


def test_the_same_submit_twice_is_one_difficulty(liaison, campaign, bureau):  # noqa: F811
    words, key = raising.Words("没有经费"), uuid.uuid4()
    for _ in range(2):
        raising.raise_difficulty(by=liaison, campaign=campaign, unit=bureau, words=words, key=key)
    assert Difficulty.objects.count() == 1


def test_a_report_with_a_difficulty_brings_it_along_once(liaison, task, bureau, clerk):  # noqa: F811
    sent = {"by": liaison, "task": task, "unit": bureau, "on": timezone.localdate(), "key": uuid.uuid4(), "value": 3}
    for _ in range(2):
        report_progress(**sent, hardship=Hardship("两处进不了场", "已发函", "请资规局定界", Sort.COUNTERPART))
    one = Difficulty.objects.get()
    assert (one.task, one.unit, one.remedy, one.level) == (task, bureau, "已发函", Level.OFFICE)
    assert one.entry == ProgressEntry.objects.get()


def test_a_difficulty_that_is_refused_takes_its_report_with_it(liaison, task, bureau):  # noqa: F811
    with pytest.raises(Invalid):
        report_progress(
            by=liaison, task=task, unit=bureau, on=timezone.localdate(), key=uuid.uuid4(), value=3,
            hardship=Hardship("难", sort="nobody"),
        )  # fmt: skip
    assert not ProgressEntry.objects.exists()


def test_nobody_raises_for_another_unit_or_in_a_campaign_that_has_ended(liaison, campaign, bureau):  # noqa: F811
    with pytest.raises(NotAllowed):
        raised(liaison, campaign, UnitFactory())
    campaign.is_closed = True
    campaign.save()
    with pytest.raises(NotPossible):
        raised(liaison, campaign, bureau)


def test_an_overdue_answer_is_said_once_and_stands_in_the_list(liaison, clerk, chief, campaign, bureau):  # noqa: F811
    one = raised(liaison, campaign, bureau, sort=Sort.BEYOND)
    after = one.answer_due_on + timedelta(days=1)
    assert tell_overdue(one.answer_due_on) == 0
    assert tell_overdue(after) == 2  # the leader and the office
    assert tell_overdue(after) == 0
    Difficulty.objects.update(answer_due_on=timezone.localdate() - timedelta(days=1))
    page = signed_in(clerk).get("/difficulties/?state=overdue")
    assert "1个难点逾期没有答复" in page.content.decode()


def test_the_rule_of_a_campaign_gives_the_dates(clerk, liaison, campaign, bureau):  # noqa: F811
    rules.set_answer_rule(by=clerk, campaign=campaign, unit_days=1, office_days=9, leader_days=2)
    one = raised(liaison, campaign, bureau)
    assert one.answer_due_on == work_calendar().add_workdays(timezone.localdate(), 9)
    with pytest.raises(Invalid):
        rules.set_answer_rule(by=clerk, campaign=campaign, unit_days=0, office_days=9, leader_days=2)
    with pytest.raises(NotAllowed):
        rules.set_answer_rule(by=liaison, campaign=campaign, unit_days=1, office_days=9, leader_days=2)


def test_the_office_sorts_it_anew_and_the_counterpart_sees_it(clerk, liaison, campaign, bureau, health):  # noqa: F811
    other = user_with_role(Role.LIAISON, health)
    one = raised(liaison, campaign, bureau, sort=Sort.BEYOND)
    assert signed_in(other).get(f"/difficulties/{one.pk}/").status_code == 404
    one = answering.sort_difficulty(by=clerk, difficulty=one, sort=Sort.COUNTERPART, counterpart=health)
    assert one.level == Level.OFFICE
    assert signed_in(other).get(f"/difficulties/{one.pk}/").status_code == 200
    assert Notice.objects.filter(user=other).exists()


def test_the_compiled_list_reads_back_with_difficulty_and_remedy(clerk, liaison, campaign, bureau):  # noqa: F811
    raised(liaison, campaign, bureau, text="=1+1 缺资金", remedy="自筹一部分")
    bureau.short_name = "区综合执法局"
    bureau.save()
    answer = signed_in(clerk).get("/difficulties/export/?state=open")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[3][1] == "区城管局"  # the name of that day
    assert rows[3][3:5] == ["=1+1 缺资金", "自筹一部分"]


def test_a_list_of_fifty_asks_as_often_as_one_of_five(clerk, liaison, campaign, bureau):  # noqa: F811
    def asked() -> int:
        client = signed_in(clerk)
        client.get("/difficulties/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/difficulties/").status_code == 200
        return len(queries)

    for _ in range(5):
        raised(liaison, campaign, bureau)
    few = asked()
    for _ in range(40):
        raised(liaison, campaign, UnitFactory(parent=bureau))
    assert asked() <= few


def test_a_page_raises_answers_and_keeps_what_was_typed(clerk, liaison, campaign, bureau):  # noqa: F811
    own, office = signed_in(liaison), signed_in(clerk)
    refused = own.post("/difficulties/raise/", {"unit": bureau.pk, "text": "", "remedy": "写了很久", "sort": "own"})
    assert refused.status_code == 422 and "写了很久" in refused.content.decode()
    own.post("/difficulties/raise/", {"unit": bureau.pk, "text": "缺车辆", "sort": "counterpart", "key": uuid.uuid4()})
    one = Difficulty.objects.get()
    assert office.post(f"/difficulties/{one.pk}/answer/", {"text": ""}).status_code == 422
    office.post(f"/difficulties/{one.pk}/answer/", {"text": "调两辆车"})
    assert "调两辆车" in own.get(f"/difficulties/{one.pk}/").content.decode()
    assert selectors.counts(campaign, clerk, timezone.localdate())["answered"] == 1
