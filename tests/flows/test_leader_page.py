"""The leader's page: what waits for a signature, what is lacking before the review, the worst first, each with its page."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.flows.world import World, build_world
from weicheng.doors.web.leader_lacks import Lack, lacks
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Clause
from weicheng.judgement.titles.models import Bid, Finding
from weicheng.judgement.titles.services.countdown import add_finding
from weicheng.judgement.titles.tests.making import bid_of, title_of
from weicheng.work.coverage.selectors.bare import bare_clauses
from weicheng.work.coverage.selectors.standing import standing_rows, standings
from weicheng.work.plans.models import Task, TaskClause

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def world() -> World:
    """With a bid of the whole area and a problem that its review brought up."""
    world = build_world()
    office = world.users["office"]
    bid = bid_of(title_of(world.campaign, office), office)
    unit = Unit.objects.get(pk=world.args["unit"][0])
    add_finding(by=office, bid=bid, key=uuid.uuid4(), text="垃圾桶没有盖", unit=unit, due_on=TODAY + timedelta(days=9))
    return world


@pytest.fixture
def leader(world: World) -> Client:
    client = Client()
    client.force_login(world.users["leader"])
    return client


def said(world: World) -> dict[str, Lack]:
    found = lacks(world.campaign, world.users["leader"], TODAY)
    return {lack.word: lack for lack in [*found.open, *found.ready]}


def test_a_paper_that_waits_for_the_leader_stands_on_the_page_and_goes_when_it_is_signed(world, leader) -> None:
    paper, step = world.args["official step"]
    page = leader.get("/leader/").content.decode()
    assert "等我签的1份公文" in page
    assert f'href="/papers/{paper}/"' in page
    leader.post(f"/papers/{paper}/steps/{step}/", {"verdict": "approve", "agree": "1"})
    office = Client()
    office.force_login(world.users["office"])
    assert "等我签的" not in office.get("/leader/").content.decode()


def test_each_number_opens_a_page_that_the_leader_may_see(world, leader) -> None:
    found = said(world)
    assert {"指标不达标", "条款没有任务", "申报资料"} <= set(found)
    for lack in found.values():
        assert leader.get(lack.url.split("#")[0]).status_code == 200, lack


def test_clauses_without_a_task_are_counted_as_the_coverage_page_counts_them(world) -> None:
    def agree() -> int:
        rows = standing_rows(standings(world.campaign))
        assert bare_clauses(world.campaign) == (sum(not row.total for row in rows), len(rows))
        return bare_clauses(world.campaign)[0]

    before = agree()
    assert before
    carried = TaskClause.objects.filter(task__campaign=world.campaign).values("clause")
    clause = Clause.objects.filter(edition=world.campaign.edition).exclude(pk__in=carried).first()
    task = Task.objects.live().filter(campaign=world.campaign).first()
    TaskClause.objects.create(task=task, clause=clause, is_primary=True)
    assert agree() == before - 1
    Task.objects.filter(clauses__clause=clause).update(withdrawn_at=timezone.now())
    assert agree() >= before


def test_what_is_past_its_day_comes_first_and_what_lacks_nothing_is_only_named(world, leader) -> None:
    task = Task.objects.filter(pk=Finding.objects.get(bid__title__unit=None).task_id)
    assert lacks(world.campaign, world.users["leader"], TODAY).open[0].word != "反馈问题没改完"
    task.update(due_on=TODAY - timedelta(days=3), done_on=None)
    found = lacks(world.campaign, world.users["leader"], TODAY)
    assert found.open[0].word == "反馈问题没改完"
    assert found.open[0].late == 1
    task.update(done_on=TODAY)
    again = lacks(world.campaign, world.users["leader"], TODAY)
    assert "反馈问题没改完" in {lack.word for lack in again.ready}
    assert "反馈问题都改完了" in leader.get("/leader/").content.decode()


def test_a_campaign_without_a_standard_and_a_bid_says_nothing_of_them(world) -> None:
    world.campaign.edition = None
    Bid.objects.filter(campaign=world.campaign).update(state="lost")
    assert not {"指标不达标", "条款没有任务", "申报资料"} & set(said(world))
