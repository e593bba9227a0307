"""What the other rooms say of how ready the area is, for whom, and at a fixed cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.tests.factories import ClauseFactory
from weicheng.judgement.titles.selectors.bids import readiness
from weicheng.judgement.titles.selectors.watching import watched
from weicheng.judgement.titles.tests.making import bid_of, title_of
from weicheng.work.plans.models import TaskClause
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def campaign():
    return CampaignFactory(edition=ClauseFactory().edition)


def test_holes_missing_numbers_and_volumes_are_counted_and_open_their_pages(bid, office, campaign):
    found = watched(bid, office, TODAY)
    assert found.keys() == {"indicators", "coverage", "archive"}
    assert (found["coverage"].number, found["coverage"].url) == ("1/1", "/coverage/holes/")
    assert found["archive"].sentence == "还没有立卷" and not found["archive"].is_ready
    lines = {line.item.watch: line.counted for line in readiness(bid, office).lines if line.url}
    assert lines["coverage"].startswith("还有1条没有任务")


def test_a_clause_with_a_task_is_no_hole(bid, office, campaign):
    clause = campaign.edition.clauses.get()
    TaskClause.objects.create(task=TaskFactory(campaign=campaign), clause=clause, is_primary=True)
    assert watched(bid, office, TODAY)["coverage"].number == "0/1"


def test_a_unit_and_the_bid_of_a_unit_are_told_nothing_of_the_area(bid, office, campaign, bureau):
    assert watched(bid, user_with_role(Role.LIAISON, bureau), TODAY) == {}
    title = title_of(campaign, office, kind="unit", name="文明卫生单位", object_name="", unit=bureau, level="county")
    assert watched(bid_of(title, office, "unit-ladder", package_object="unit"), office, TODAY) == {}


def test_without_a_standard_there_is_nothing_to_count(bid, office, campaign):
    campaign.edition = None
    campaign.save()
    bid.refresh_from_db()
    assert watched(bid, office, TODAY) == {}


def test_the_cost_does_not_grow_with_the_clauses(bid, office, campaign):
    watched(bid, office, TODAY)
    with CaptureQueriesContext(connection) as few:
        watched(bid, office, TODAY)
    for number in range(8):
        clause = ClauseFactory(
            edition=campaign.edition, chapter=campaign.edition.clauses.first().chapter, key=f"c{number}"
        )
        TaskClause.objects.create(task=TaskFactory(campaign=campaign), clause=clause, is_primary=True)
    with CaptureQueriesContext(connection) as many:
        watched(bid, office, TODAY)
    assert len(many) == len(few)
