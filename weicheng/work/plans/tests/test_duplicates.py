"""The same task in a paper under review, in another draft and in the ledger: the ledger keeps one."""

import pytest
from django.test import Client

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.models import Plan, Task
from weicheng.work.plans.selectors.rows import duplicate_proposals
from weicheng.work.plans.services import joining, publishing
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory
from weicheng.work.plans.tests.review_pages import at

TITLES = (
    "新建改建公厕46座",
    "开展病媒生物防制消杀",
    "改造农贸市场12家",
    "清理背街小巷垃圾",
    "创建无烟单位80家",
    "更换破损果皮箱",
)


def paper(campaign: Campaign, bureau: Unit, **values: object) -> Plan:
    """A paper under review with the six tasks."""
    plan = PlanFactory(campaign=campaign, **values)
    for title in TITLES:
        RowFactory(plan=plan, title=title, quote=title, lead=bureau)
    return plan


def publish(clerk: User, plan: Plan) -> None:
    publishing.publish_plan(by=clerk, plan=plan, decisions=publishing.Decisions(only_checked=False))
    plan.refresh_from_db()


@pytest.fixture
def first(campaign: Campaign, bureau: Unit, clerk: User) -> Plan:
    """The paper whose tasks are in the ledger."""
    plan = paper(campaign, bureau)
    publish(clerk, plan)
    return plan


def test_a_row_is_proposed_to_the_ledger_before_another_draft(
    campaign: Campaign, bureau: Unit, first: Plan, office: Client, clerk: User
) -> None:
    between, last = paper(campaign, bureau), paper(campaign, bureau)
    found = duplicate_proposals(last)
    assert len(found) == len(TITLES) and all(proposal.is_task for proposal in found)
    for plan in (last, between):
        office.post(at(plan, "duplicates/"), {"join_all": "1"})
        assert "没有疑似重复" in office.get(at(plan, "duplicates/")).content.decode()
        publish(clerk, plan)
    assert Task.objects.live().count() == len(TITLES)
    assert {task.sources.count() for task in Task.objects.live()} == {3}


def test_a_row_joined_to_a_draft_is_still_asked_about_the_ledger(
    campaign: Campaign, bureau: Unit, office: Client, clerk: User
) -> None:
    between, last = paper(campaign, bureau), paper(campaign, bureau)
    office.post(at(last, "duplicates/"), {"join_all": "1"})
    assert duplicate_proposals(last) == []
    publish(clerk, paper(campaign, bureau))
    found = duplicate_proposals(last)
    assert len(found) == len(TITLES) and all(proposal.is_task for proposal in found)
    office.post(at(last, "duplicates/"), {"join_all": "1"})
    publish(clerk, last)
    assert Task.objects.live().count() == len(TITLES)
    assert [proposal.is_task for proposal in duplicate_proposals(between)] == [True] * len(TITLES)


def test_a_row_joined_to_one_that_is_a_task_already_becomes_that_task(
    campaign: Campaign, bureau: Unit, first: Plan, clerk: User
) -> None:
    plan = PlanFactory(campaign=campaign, text="新建改建公厕46座。" + "各单位要加强领导。" * 40)
    body, table = (
        RowFactory(plan=plan, title=TITLES[0], start=start, end=start + 9, lead=bureau) for start in (0, 200)
    )
    task = Task.objects.get(title=TITLES[0])
    joining.join_rows(by=clerk, row=table, same_as=body)
    joining.join_rows(by=clerk, row=body, same_as=task)
    assert publishing.publication_preview(plan).tasks == 0
    joining.separate_row(by=clerk, row=table)
    assert joining.join_rows(by=clerk, row=table, same_as=body).same_as_task == task
