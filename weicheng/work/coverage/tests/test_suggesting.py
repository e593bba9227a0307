"""Suggested clauses on the page, in the drawer, and taken many at once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.tests.factories import ChapterFactory, ClauseFactory
from weicheng.work.coverage.selectors.classifying import edition_clauses
from weicheng.work.coverage.selectors.suggesting import Adviser
from weicheng.work.coverage.services import taking
from weicheng.work.plans.choices import Category
from weicheng.work.plans.models import Task
from weicheng.work.plans.services.clauses import Pick, set_clauses
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def toilets():
    chapter = ChapterFactory(number=3, title="市容环境卫生")
    return ClauseFactory(
        chapter=chapter, key="toilets", title="厕所", words=["公厕", "旱厕"], gist="公厕干净。", place_types=["车站"]
    )


@pytest.fixture
def vectors(toilets):
    return ClauseFactory(
        chapter=toilets.chapter, key="vectors", title="病媒生物防制", words=["灭鼠", "毒饵"], gist="灭鼠灭蚊。"
    )


@pytest.fixture
def streets(toilets):
    return ClauseFactory(chapter=toilets.chapter, key="streets", title="道路", words=["路面"], gist="道路平整。")


@pytest.fixture
def campaign(toilets, vectors, streets):
    return CampaignFactory(edition=toilets.edition)


def task_of(campaign, title, **more):
    return TaskFactory(campaign=campaign, title=title, category=Category.OTHER, **more)


def ways(page, task):
    """The clauses on the buttons of the task's line, in order of their keys 1 2 3."""
    line = page.split(f'id="pick-{task.uid}"')[1].split("</li>")[0]
    return re.findall(r'data-way="[123]".*?</kbd>(.*?)</button>', line, re.S)


def suggested(campaign, task):
    return Adviser(campaign, edition_clauses(campaign)).clauses_for(task)


def test_the_page_shows_three_clauses_by_the_words_of_each_task(client, office, campaign, toilets, vectors):
    wash, kill = task_of(campaign, "改造车站公厕3座"), task_of(campaign, "投放灭鼠毒饵")
    client.force_login(office)
    page = client.get(reverse("coverage:classify")).content.decode()
    assert ways(page, wash)[0] == str(toilets)
    assert ways(page, kill)[0] == str(vectors)
    assert len(ways(page, wash)) == 3


def test_a_task_of_no_clause_gets_no_button_but_may_be_given_one(client, office, campaign, toilets):
    task = task_of(campaign, "党支部组织党员重温入党誓词")
    client.force_login(office)
    page = client.get(reverse("coverage:classify")).content.decode()
    assert ways(page, task) == []
    assert "看着不属于哪一条" in page
    client.post(reverse("coverage:pick", args=[task.uid]), {"clause": toilets.pk}, headers=HTMX)
    assert task.clauses.get().clause == toilets


def test_after_a_pick_the_same_wording_is_suggested_first(office, campaign, vectors):
    first, second = task_of(campaign, "落实所长制"), task_of(campaign, "落实所长制")
    assert suggested(campaign, second)[:1] != [vectors]
    set_clauses(by=office, task=first, picks=[Pick(vectors)])
    assert suggested(campaign, second)[0] == vectors
    set_clauses(by=office, task=first, picks=[])
    assert suggested(campaign, second)[:1] != [vectors]


def test_picks_of_another_campaign_and_of_withdrawn_tasks_teach_nothing(office, campaign, vectors):
    task = task_of(campaign, "落实所长制")
    before = suggested(campaign, task)
    assert vectors not in before[:1]
    other = CampaignFactory(edition=campaign.edition)
    set_clauses(by=office, task=task_of(other, "落实所长制"), picks=[Pick(vectors)])
    gone = task_of(campaign, "落实所长制")
    set_clauses(by=office, task=gone, picks=[Pick(vectors)])
    Task.objects.filter(pk=gone.pk).update(withdrawn_at=gone.created_at)
    assert suggested(campaign, task) == before


def test_the_page_asks_the_same_queries_for_one_task_and_for_many(client, office, campaign, toilets):
    client.force_login(office)
    url = reverse("coverage:classify")

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    set_clauses(by=office, task=task_of(campaign, "改造公厕"), picks=[Pick(toilets)])
    task_of(campaign, "改造公厕")
    few = queries()
    for number in range(25):
        set_clauses(by=office, task=task_of(campaign, f"改造公厕{number}座"), picks=[Pick(toilets)])
        task_of(campaign, f"投放灭鼠毒饵{number}处")
    assert queries() == few


def test_what_was_skipped_does_not_stand_in_the_way(client, office, campaign):
    tasks = [task_of(campaign, f"落实第{number}件事") for number in range(23)]
    client.force_login(office)
    first = client.get(reverse("coverage:classify")).content.decode()
    last = sorted(task.number for task in tasks)[19]
    assert f"?after={last}" in first
    second = client.get(reverse("coverage:classify"), {"after": last}).content.decode()
    assert second.count("data-pick ") == 3
    assert "后面没有了" in client.get(reverse("coverage:classify"), {"after": "ZZ"}).content.decode()


def test_sure_ones_are_taken_at_once_and_taken_back_except_what_was_changed_since(
    client, office, campaign, toilets, vectors, streets
):
    wash, kill = task_of(campaign, "改造车站公厕3座"), task_of(campaign, "灭鼠，投放灭鼠毒饵")
    vague = task_of(campaign, "抓好落实")
    client.force_login(office)
    assert "把很有把握的2项一次对应" in client.get(reverse("coverage:classify")).content.decode()
    page = client.post(reverse("coverage:sure"), follow=True)
    assert "刚才一次对应了2项任务" in page.content.decode()
    assert [(one.clause, one.place_types) for one in wash.clauses.all()] == [(toilets, ["车站"])]
    assert kill.clauses.get().clause == vectors
    assert not vague.clauses.exists()
    set_clauses(by=office, task=kill, picks=[Pick(streets)])
    batch = page.context["batch"]
    answer = client.post(reverse("coverage:unsure"), {"batch": batch}, follow=True).content.decode()
    assert "1项任务的条款已撤销" in answer
    assert not wash.clauses.exists()
    assert kill.clauses.get().clause == streets
    again = client.post(reverse("coverage:unsure"), {"batch": batch}, follow=True).content.decode()
    assert "没有可以撤销的了" in again


@pytest.mark.parametrize("mark", ["", "新增", "把很有把握的建议一次对应", "' OR 1=1"])
def test_a_made_up_batch_takes_nothing_back(office, campaign, toilets, mark):
    task = task_of(campaign, "改造公厕")
    set_clauses(by=office, task=task, picks=[Pick(toilets)], reason="新增")
    assert taking.take_back(by=office, campaign=campaign, mark=mark) == []
    assert task.clauses.exists()


def test_nothing_sure_is_said_in_words(client, office, campaign):
    task_of(campaign, "抓好落实")
    client.force_login(office)
    assert "没有很有把握的建议" in client.post(reverse("coverage:sure"), follow=True).content.decode()


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.OFFICE])
def test_only_the_office_takes_many_at_once(role, campaign):
    task = task_of(campaign, "改造车站公厕3座")
    user = user_with_role(role)
    with pytest.raises(NotAllowed):
        taking.take_sure(by=user, campaign=campaign)
    with pytest.raises(NotAllowed):
        taking.take_back(by=user, campaign=campaign, mark="")
    assert not task.clauses.exists()


def test_the_drawer_shows_the_clauses_and_where_the_office_changes_them(client, office, campaign, toilets, vectors):
    task = task_of(campaign, "改造车站公厕3座")
    set_clauses(by=office, task=task, picks=[Pick(vectors)])
    client.force_login(office)
    drawer = client.get(reverse("ledger:task", args=[task.uid]), headers=HTMX).content.decode()
    assert str(vectors) in drawer
    assert "改条款" in drawer
    url = reverse("coverage:task", args=[task.uid])
    part = client.get(url, headers=HTMX).content.decode()
    assert f'hx-vals=\'{{"add": "{toilets.pk}", "seen": "{vectors.pk}"}}\'' in part
    client.post(url, {"add": toilets.pk, "seen": str(vectors.pk)}, headers=HTMX)
    assert [(one.clause, one.is_primary) for one in task.clauses.all()] == [(vectors, True), (toilets, False)]
    client.post(url, {"add": toilets.pk}, headers=HTMX)
    client.post(url, {"remove": vectors.pk, "seen": f"{vectors.pk},{toilets.pk}"}, headers=HTMX)
    assert [(one.clause, one.is_primary) for one in task.clauses.all()] == [(toilets, True)]
    assert "改条款" in client.get(f"{url}?done=1", headers=HTMX).content.decode()


def test_the_drawer_refuses_a_foreign_clause_and_one_that_is_gone(client, office, campaign, toilets):
    task = task_of(campaign, "改造公厕")
    client.force_login(office)
    url = reverse("coverage:task", args=[task.uid])
    for wrong in ({"add": ClauseFactory().pk}, {"add": "x"}, {"remove": toilets.pk}, {"remove": "9" * 30}):
        assert client.post(url, wrong, headers=HTMX).status_code == 422
    assert not task.clauses.exists()


def test_without_an_edition_the_drawer_says_nothing_of_clauses(client, office):
    task = TaskFactory(campaign=CampaignFactory(edition=None))
    client.force_login(office)
    assert "task-clauses" not in client.get(reverse("ledger:task", args=[task.uid]), headers=HTMX).content.decode()
