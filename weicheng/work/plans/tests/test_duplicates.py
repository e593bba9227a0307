"""The same task in a paper under review, in another draft and in the ledger: the ledger keeps one."""

import pytest
from django.test import Client

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import Plan, Task
from weicheng.work.plans.selectors.editions import earlier_editions
from weicheng.work.plans.selectors.rows import duplicate_proposals
from weicheng.work.plans.services import editions, joining, publishing
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


# ---- the same task is said before it is published twice


def test_doubles_are_a_tab_of_the_review_and_a_line_before_publishing(
    campaign: Campaign, bureau: Unit, first: Plan, office: Client
) -> None:
    plan = paper(campaign, bureau)
    address = at(plan, "duplicates/")
    tabs = office.get(at(plan, "review/")).content.decode().split('aria-label="筛选"')[1].split("</span>")[0]
    assert f'href="{address}">疑似重复<b>6</b>' in tabs
    page = office.get(at(plan, "publish/")).content.decode()
    assert "6项像是台账里已经有的任务" in page and f'<a href="{address}">去看疑似重复' in page
    assert "像是台账里已经有的" not in office.get(at(plan, "publish/"), {"only_checked": "1"}).content.decode()
    office.post(address, {"join_all": "1"})
    assert "疑似重复" not in office.get(at(plan, "review/")).content.decode()
    assert "像是台账里" not in office.get(at(plan, "publish/")).content.decode()


# ---- another edition of an earlier paper


def test_a_paper_with_the_number_of_an_earlier_one_is_offered_as_its_revision(
    campaign: Campaign, bureau: Unit, clerk: User, office: Client
) -> None:
    old = paper(campaign, bureau, number="青政办发〔2026〕18号", title="青禾区创卫工作实施方案")
    publish(clerk, old)
    new = paper(campaign, bureau, number="青政办发[2026]18号", title="青禾区创卫工作方案（修订稿）")
    for door in ("review/", "publish/"):
        page = office.get(at(new, door)).content.decode()
        assert "《青禾区创卫工作实施方案》</a>文号相同" in page and "认作修订稿" in page
    office.post(at(new, "duplicates/"), {"join_all": "1"})
    publish(clerk, paper(campaign, bureau))  # the ledger has each twice: that is not for this paper to settle
    numbers = set(Task.objects.values_list("number", flat=True))
    assert office.post(at(new, "revises/"), {"revises": old.pk}).headers["Location"] == at(new, "publish/")
    new.refresh_from_db()
    assert new.revises == old
    assert new.rows.exclude(continues=None).filter(same_as_task=None).count() == len(TITLES)
    page = office.get(at(new, "publish/")).content.decode()
    assert "不是修订稿" in page and "像是台账里" not in page  # each goes on with its task
    publish(clerk, new)
    assert set(Task.objects.live().values_list("number", flat=True)) == numbers


def test_a_paper_taken_for_a_revision_by_mistake_stands_for_itself_again(
    campaign: Campaign, bureau: Unit, first: Plan, office: Client
) -> None:
    new = paper(campaign, bureau)
    office.post(at(new, "revises/"), {"revises": first.pk})
    office.post(at(new, "revises/"), {"revises": first.pk})
    office.post(at(new, "revises/"), {"revises": ""})
    new.refresh_from_db()
    assert new.revises is None
    assert not new.rows.exclude(continues=None).exists()
    assert len(duplicate_proposals(new)) == len(TITLES)


def test_only_a_published_paper_without_a_revision_is_offered(campaign: Campaign, bureau: Unit, clerk: User) -> None:
    title = "青禾区创卫工作实施方案"
    old = paper(campaign, bureau, title=title)
    draft = paper(campaign, bureau, title=title + "（修订稿）")
    assert [(one.plan, one.what, one.may_be_revised) for one in earlier_editions(draft)] == [(old, "标题", False)]
    publish(clerk, old)
    assert [one.may_be_revised for one in earlier_editions(draft)] == [True]
    editions.set_revised(by=clerk, plan=draft, revises=old)
    later = paper(campaign, bureau, title=title)
    assert {one.may_be_revised for one in earlier_editions(later)} == {False}
    with pytest.raises(NotPossible):
        editions.set_revised(by=clerk, plan=later, revises=old)
    assert earlier_editions(paper(campaign, bureau, title="任务表", number="")) == []
    assert earlier_editions(old) == []


def test_a_liaison_makes_no_paper_a_revision(
    campaign: Campaign, bureau: Unit, first: Plan, unit_client: Client
) -> None:
    new = paper(campaign, bureau)
    assert unit_client.post(at(new, "revises/"), {"revises": first.pk}).status_code in (403, 404)
    new.refresh_from_db()
    assert new.revises is None
