"""A task and the clauses of the standard that it carries."""

import pytest

from weicheng.ground.evidence.services import add_evidence
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.choices import EditionKind
from weicheng.ground.standards.tests.factories import ClauseFactory
from weicheng.work.plans.selectors.history import history_of
from weicheng.work.plans.selectors.ledger import LedgerFilter, ledger_tasks
from weicheng.work.plans.services.clauses import Pick, set_clauses
from weicheng.work.plans.services.evidencing import subject_of
from weicheng.work.plans.status import Moment
from weicheng.work.plans.tests.factories import StoredFileFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def task():
    return TaskFactory()


def keys(task):
    return [(link.clause.key, link.is_primary, link.place_types) for link in task.clauses.all()]


def test_the_first_clause_is_the_primary_one_and_the_change_is_told_in_words(office, task):
    toilets = ClauseFactory(key="toilets", number="15", title="厕所革命", place_types=["公厕", "车站"])
    roads = ClauseFactory(key="roads", number="10", title="道路")
    set_clauses(by=office, task=task, picks=[Pick(toilets, ["公厕"]), Pick(roads)])
    assert keys(task) == [("toilets", True, ["公厕"]), ("roads", False, [])]
    set_clauses(by=office, task=task, picks=[Pick(roads)], reason="只修路")
    assert keys(task) == [("roads", True, [])]
    latest = history_of(task)[0]
    assert latest.changes == [("条款", "第15条 厕所革命（公厕）、第10条 道路", "第10条 道路")]
    assert latest.reason == "只修路"


def test_the_same_choice_again_leaves_no_entry(office, task):
    clause = ClauseFactory()
    for _ in range(2):
        set_clauses(by=office, task=task, picks=[Pick(clause)])
    assert audit.history(task).filter(action="plans.task.clauses").count() == 1


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.OFFICE])
def test_only_the_office_sets_clauses(role, task):
    with pytest.raises(NotAllowed):
        set_clauses(by=user_with_role(role), task=task, picks=[Pick(ClauseFactory())])
    assert not task.clauses.exists()


def test_what_cannot_be_is_refused_and_changes_nothing(office, task):
    clause = ClauseFactory(place_types=["公厕"])
    set_clauses(by=office, task=task, picks=[Pick(clause)])
    form = ClauseFactory(chapter__edition__kind=EditionKind.FORM)
    for picks in ([Pick(clause), Pick(clause)], [Pick(form)], [Pick(clause, ["机场"])]):
        with pytest.raises(Invalid):
            set_clauses(by=office, task=task, picks=picks)
    assert keys(task) == [(clause.key, True, [])]


def test_the_ledger_is_filtered_by_clause_and_by_its_absence(office, task):
    other, clause = TaskFactory(campaign=task.campaign), ClauseFactory(title="公厕")
    set_clauses(by=office, task=task, picks=[Pick(clause)])
    moment = Moment.of(task.campaign)
    for query, found in ((f"clause={clause.pk}", [task]), ("clause=none", [other]), ("clause=x", [task, other])):
        chosen = LedgerFilter.parse(query)
        assert set(ledger_tasks(task.campaign, office, chosen, moment)) == set(found)
    chips = LedgerFilter.parse(f"clause={clause.pk}").chips(office)
    assert [(chip.label, chip.value) for chip in chips] == [("条款", str(clause))]


def test_evidence_handed_in_with_the_task_takes_its_new_clauses_over(office, task):
    toilets, roads = ClauseFactory(), ClauseFactory()
    set_clauses(by=office, task=task, picks=[Pick(toilets)])
    evidence = add_evidence(
        by=office,
        campaign=task.campaign,
        file=StoredFileFactory(),
        title="照片",
        clauses=[toilets],
        origin="plans.entry:1:x",
        subject=subject_of(task),
        inherited=True,
    )
    set_clauses(by=office, task=task, picks=[Pick(roads), Pick(toilets)])
    assert [link.clause for link in evidence.clauses.order_by("-is_primary")] == [roads, toilets]
