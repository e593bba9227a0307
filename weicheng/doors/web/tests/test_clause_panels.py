import pytest
from django.urls import reverse

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards import panels
from weicheng.ground.standards.tests.factories import ClauseFactory
from weicheng.work.plans.services.clauses import Pick, set_clauses
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clause():
    return ClauseFactory(key="toilets", title="厕所革命")


@pytest.fixture
def task(clause):
    campaign = CampaignFactory(edition=clause.edition)
    made = TaskFactory(campaign=campaign, title="新建公厕三座")
    set_clauses(by=user_with_role("office"), task=made, picks=[Pick(clause)])
    return made


def page_for(client, user, clause):
    client.force_login(user)
    return client.get(reverse("standards:clause", args=[clause.edition_id, clause.key])).content.decode()


def test_the_page_of_a_clause_lists_its_tasks_for_who_may_see_them(client, clause, task):
    assert "新建公厕三座" in page_for(client, user_with_role("office"), clause)
    page = page_for(client, user_with_role("liaison"), clause)
    assert "新建公厕三座" not in page
    assert "还没有任务对应到这一条" in page


def test_a_panel_with_nothing_to_show_is_left_out_and_the_order_is_kept(monkeypatch, clause):
    monkeypatch.setattr(panels, "_panels", {})
    panels.register("late", lambda request, one: "后", order=9)
    panels.register("none", lambda request, one: "")
    panels.register("early", lambda request, one: "先", order=1)
    panels.register("early", lambda request, one: f"先{one.key}", order=1)
    assert panels.panels_of(None, clause) == ["先toilets", "后"]
