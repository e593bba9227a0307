"""That a task belongs to no clause is a decision with its way back; what two people decide at once is not overwritten."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.services import add_evidence
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.tests.factories import ClauseFactory
from weicheng.work.coverage.selectors.standing import decided_none, unclassified
from weicheng.work.coverage.selectors.suggesting import Adviser
from weicheng.work.coverage.services.taking import take_back, take_sure
from weicheng.work.plans.models import NoClause, Task
from weicheng.work.plans.selectors.history import history_of
from weicheng.work.plans.services.clauses import (
    ClausesChanged,
    Pick,
    clauses_seen,
    decide_no_clause,
    set_clauses,
)
from weicheng.work.plans.services.evidencing import subject_of
from weicheng.work.plans.tests.factories import StoredFileFactory, TaskFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def other():
    return user_with_role(Role.OFFICE, name="郑某")


@pytest.fixture
def toilets():
    return ClauseFactory(title="厕所革命")


@pytest.fixture
def roads(toilets):
    return ClauseFactory(chapter=toilets.chapter, title="道路清扫")


@pytest.fixture
def campaign(toilets):
    return CampaignFactory(edition=toilets.edition)


@pytest.fixture
def task(campaign):
    return TaskFactory(campaign=campaign, title="开展主题党日活动")


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def picked(user, task: Task, **sent: object) -> str:
    desk = Client()
    desk.force_login(user)
    answer = desk.post(reverse("coverage:pick", args=[task.uid]), sent, headers=HTMX)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_task_of_no_clause_does_not_wait_any_more_and_the_decision_goes_back(office, campaign, task, toilets):
    assert unclassified(campaign).get() == task
    line = picked(office, task, none="1", seen="")
    assert "不对应任何条款" in line and "撤销" in line and "data-done" in line
    assert not unclassified(campaign).exists() and decided_none(campaign).get() == task
    assert history_of(task)[0].changes == [("条款", "", "不对应任何条款")]
    picked(office, task, clause="", seen="none")
    assert unclassified(campaign).get() == task and not decided_none(campaign).exists()


def test_the_decision_takes_the_clauses_away_and_a_clause_takes_the_decision_away(office, campaign, task, toilets):
    set_clauses(by=office, task=task, picks=[Pick(toilets)])
    file = add_evidence(
        by=office, campaign=campaign, file=StoredFileFactory(), title="照片", clauses=[toilets], subject=subject_of(task),
        inherited=True,
    )  # fmt: skip
    decide_no_clause(by=office, task=task, seen=str(toilets.pk))
    decide_no_clause(by=office, task=task)  # pressed twice
    assert not task.clauses.exists() and not file.clauses.exists() and NoClause.objects.count() == 1
    set_clauses(by=office, task=task, picks=[Pick(toilets)], seen="none")
    assert not NoClause.objects.exists() and file.clauses.get().clause == toilets


def test_two_who_classify_the_same_task_do_not_overwrite_each_other(office, other, task, toilets, roads):
    picked(office, task, clause=toilets.pk, seen="")
    line = picked(other, task, clause=roads.pk, seen="")
    assert f"周某刚刚把{task.number}对应到{toilets}，您选的没有写入" in line
    assert [link.clause for link in task.clauses.all()] == [toilets]
    assert "撤销" in line, "the line shows what holds now"
    assert "没有写入" in picked(other, task, none="1", seen="")
    assert "没有写入" not in picked(other, task, clause=toilets.pk, seen=""), "the same choice is no quarrel"
    picked(other, task, clause=roads.pk, seen=str(toilets.pk))
    assert [link.clause for link in task.clauses.all()] == [roads]


def test_the_drawer_says_it_too_and_has_the_decision(office, other, task, toilets, roads):
    desk, url = Client(), reverse("coverage:task", args=[task.uid])
    desk.force_login(office)
    set_clauses(by=other, task=task, picks=[Pick(toilets)])
    part = desk.post(url, {"add": roads.pk, "seen": ""}, headers=HTMX).content.decode()
    assert f"郑某刚刚把{task.number}对应到{toilets}" in part and clauses_seen(fresh(task)) == str(toilets.pk)
    part = desk.post(url, {"none": "1", "seen": str(toilets.pk)}, headers=HTMX).content.decode()
    assert "不对应任何条款" in part and "撤销" in part
    drawer = desk.get(reverse("ledger:task", args=[task.uid]), headers=HTMX).content.decode()
    assert "不对应任何条款" in drawer
    desk.post(url, {"seen": "none"}, headers=HTMX)
    assert clauses_seen(fresh(task)) == ""


def test_what_was_decided_is_listed_apart(office, campaign, task):
    decide_no_clause(by=office, task=task)
    desk = Client()
    desk.force_login(office)
    page = desk.get(reverse("coverage:classify")).content.decode()
    assert "另有1项定为不对应任何条款" in page and task.title not in page
    page = desk.get(reverse("coverage:classify"), {"show": "none"}).content.decode()
    assert "1项任务定为不对应任何条款" in page and task.title in page


def test_a_batch_leaves_what_was_decided_meanwhile_and_does_not_undo_it(
    office, other, campaign, task, toilets, monkeypatch
):
    second = TaskFactory(campaign=campaign, title="改造公厕")
    monkeypatch.setattr(Adviser, "sure_clause", lambda self, one: toilets)
    taken, mark = take_sure(by=office, campaign=campaign)
    assert {one.pk for one in taken} == {task.pk, second.pk}
    decide_no_clause(by=other, task=task)
    assert [one.pk for one in take_back(by=office, campaign=campaign, mark=mark)] == [second.pk]
    assert decided_none(campaign).get() == task
    set_clauses(by=other, task=second, picks=[Pick(toilets)])
    with pytest.raises(ClausesChanged):
        decide_no_clause(by=office, task=second, seen="")


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.OFFICE])
def test_only_the_office_decides(role, task):
    with pytest.raises(NotAllowed):
        decide_no_clause(by=user_with_role(role), task=task)
