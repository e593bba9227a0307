"""The fictional district stays in the sample: a campaign of one's own beside it never means its units."""

import pytest
from django.urls import reverse

from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role, UnitKind
from weicheng.ground.org.models import Unit
from weicheng.ground.org.tests.factories import PersonFactory, PostFactory, UnitFactory, user_with_role
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.selectors.tasks import live_tasks
from weicheng.work.plans.services.publishing import Decisions, publish_plan
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Campaign:
    return CampaignFactory(code="HW", area="河湾市")


@pytest.fixture
def sample() -> Campaign:
    return CampaignFactory(code="QH", area="青禾区", is_sample=True)


@pytest.fixture
def fiction() -> list[Unit]:
    rows = (("青禾区卫生健康局", "区卫健局", UnitKind.DEPARTMENT), ("北苑街道办事处", "北苑街道", UnitKind.TOWNSHIP))
    return [UnitFactory(name=name, short_name=short, kind=kind, is_sample=True) for name, short, kind in rows]


def meant(campaign: Campaign, text: str) -> set[str]:
    found = campaign_matcher(campaign).match(text)
    return {str(unit) for unit in [*found.units, *(unit for unit, _ in found.suggestions)]}


def test_no_way_of_writing_means_a_unit_of_the_sample_but_in_the_sample(ours, sample, fiction) -> None:
    town = UnitFactory(name="城东街道办事处", short_name="城东街道", kind=UnitKind.TOWNSHIP)
    PostFactory(unit=fiction[0], person=PersonFactory(name="陈某某"))
    for text in ("区卫健局", "青禾区卫生健康局", "卫健局", "卫生部门"):
        assert meant(sample, text) == {"区卫健局"}
        assert meant(ours, text) == set()
    assert meant(ours, "各街道办事处") == {str(town)}
    assert meant(sample, "各街道办事处") == {"北苑街道", "城东街道"}
    assert campaign_matcher(sample).match("陈某某").person is not None
    assert campaign_matcher(ours).match("陈某某").person is None


def test_a_plan_of_our_own_gives_nothing_to_the_sample_and_its_liaisons_see_nothing(ours, fiction, clerk) -> None:
    town = UnitFactory(name="城东街道办事处", short_name="城东街道", kind=UnitKind.TOWNSHIP)
    plan = PlanFactory(campaign=ours, uploaded_by=clerk)
    row = RowFactory(plan=plan, title="清理积存垃圾")
    row.owners.create(text="各街道办事处", match="collective", collective={"kinds": {"township": ["街道"]}})
    RowFactory(plan=plan, title="开展消杀").owners.create(text="区卫健局", match="new")

    publish_plan(by=clerk, plan=plan, decisions=Decisions(only_checked=False))

    assert Task.objects.filter(campaign=ours).count() == 2
    assert {owner.unit for owner in TaskOwner.objects.filter(task__campaign=ours)} == {town}
    for unit in fiction:
        assert not live_tasks(ours, user_with_role(Role.LIAISON, unit)).exists()


def test_the_page_that_starts_our_own_says_what_is_shared_and_how_a_real_start_is_made(office, sample) -> None:
    page = office.get(reverse("campaigns:start")).content.decode()
    assert "名单、人员、账号是共用的" in page and "WEICHENG_HOME=/新目录 .venv/bin/weicheng serve" in page
    sample.delete()
    assert "名单、人员、账号是共用的" not in office.get(reverse("campaigns:start")).content.decode()


def test_lists_and_pickers_mark_the_units_of_the_sample(office, fiction) -> None:
    assert "示例</span>" in office.get(reverse("org:units")).content.decode()
    (found,) = office.get(reverse("org:unit-search") + "?q=北苑").json()["results"]
    assert found["detail"].startswith("示例单位")
