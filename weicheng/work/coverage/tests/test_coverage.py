"""How the clauses of a standard are carried, what is missing, and the task that closes a hole."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.models import Evidence, EvidenceClause
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.standards.choices import CrossKind, EditionKind
from weicheng.ground.standards.models import Crosswalk
from weicheng.ground.standards.tests.factories import (
    ChapterFactory,
    ClauseFactory,
    EditionFactory,
    IndicatorFactory,
    TargetFactory,
)
from weicheng.work.coverage.selectors.holes import HoleKind, holes
from weicheng.work.coverage.selectors.matrices import place_lines, unit_lines
from weicheng.work.coverage.selectors.standing import standing_rows, standings, unclassified
from weicheng.work.coverage.services.closing import Closing, close_holes
from weicheng.work.indicators.choices import State
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.ledger import LedgerFilter, ledger_tasks
from weicheng.work.plans.services.clauses import Pick, set_clauses
from weicheng.work.plans.status import Moment
from weicheng.work.plans.tests.factories import StoredFileFactory, TaskFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=30)


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def toilets():
    chapter = ChapterFactory(number=3, title="市容环境卫生")
    return ClauseFactory(
        chapter=chapter, key="toilets", title="厕所革命", place_types=["公厕", "车站"], owners=["区城管局"]
    )


@pytest.fixture
def roads(toilets):
    return ClauseFactory(chapter=toilets.chapter, key="roads", title="道路清扫")


@pytest.fixture
def campaign(toilets):
    return CampaignFactory(edition=toilets.edition)


@pytest.fixture
def bureau():
    return UnitFactory(name="区城管局")


def task_of(office, campaign, *picks, **more):
    task = TaskFactory(campaign=campaign, **more)
    set_clauses(by=office, task=task, picks=list(picks))
    return task


def rows_of(campaign):
    return {row.clause.key: row for row in standing_rows(standings(campaign))}


def kinds(campaign):
    return [(hole.clause.key, hole.kind, hole.places) for hole in holes(campaign, standing_rows(standings(campaign)))]


def test_each_clause_counts_its_tasks_units_places_and_files(office, campaign, toilets, roads, bureau):
    task_of(office, campaign, Pick(toilets, ["公厕"]), Pick(roads), lead=bureau, due_on=TODAY - timedelta(days=9))
    task_of(office, campaign, Pick(toilets), due_on=None)
    file = Evidence.objects.create(campaign=campaign, file=StoredFileFactory(), title="巡查表", year=TODAY.year)
    EvidenceClause.objects.create(evidence=file, clause=toilets, is_primary=True)
    row = rows_of(campaign)["toilets"]
    assert (row.total, row.late, row.without_lead, row.files_now) == (2, 1, 1, 1)
    assert [(load.unit, load.total, load.late) for load in row.units] == [(bureau, 1, 1)]
    assert row.places == {"公厕": 1, "车站": 0}
    assert rows_of(campaign)["roads"].total == 1


def test_a_withdrawn_task_and_removed_evidence_carry_nothing(office, campaign, toilets):
    task = task_of(office, campaign, Pick(toilets, ["公厕"]))
    Task.objects.filter(pk=task.pk).update(withdrawn_at=timezone.now())
    file = Evidence.objects.create(
        campaign=campaign, file=StoredFileFactory(), title="旧表", year=TODAY.year, removed_at=timezone.now()
    )
    EvidenceClause.objects.create(evidence=file, clause=toilets)
    row = rows_of(campaign)["toilets"]
    assert (row.total, row.files, row.places["公厕"]) == (0, 0, 0)


def test_holes_are_named_and_vanish_as_they_are_closed(office, campaign, toilets, roads, bureau):
    assert kinds(campaign) == [
        ("toilets", HoleKind.TASK, ()),
        ("toilets", HoleKind.FILE, ()),
        ("roads", HoleKind.TASK, ()),
        ("roads", HoleKind.FILE, ()),
    ]
    task_of(office, campaign, Pick(toilets, ["公厕"]))
    assert kinds(campaign)[:3] == [
        ("toilets", HoleKind.PLACE, ("车站",)),
        ("toilets", HoleKind.FILE, ()),
        ("toilets", HoleKind.LEAD, ()),
    ]


def test_a_hole_becomes_one_task_with_clause_place_lead_and_the_way_back(office, campaign, toilets, bureau):
    task_of(office, campaign, Pick(toilets, ["公厕"]), lead=bureau)
    wanted = [
        Closing("toilets.place", bureau),
        Closing(f"toilets.file.{TODAY.year}"),
        Closing("toilets.place"),
    ]
    made = close_holes(by=office, campaign=campaign, closings=wanted, due_on=DUE)
    assert [(task.title, task.lead_unit, task.due_on) for task in made] == [
        ("车站达到“厕所革命”要求", bureau, DUE),
        (f"补齐“厕所革命”{TODAY.year}年佐证材料", None, DUE),
    ]
    assert [(link.clause, link.place_types) for link in made[0].clauses.all()] == [(toilets, ["车站"])]
    assert made[0].origin_url == "/coverage/holes/?hole=toilets.place"
    assert close_holes(by=office, campaign=campaign, closings=wanted, due_on=DUE) == []
    left = {hole.key: hole.task for hole in holes(campaign, standing_rows(standings(campaign)))}
    assert left[f"toilets.file.{TODAY.year}"] == made[1]
    assert "toilets.place" not in left


def test_the_usual_unit_of_a_clause_is_proposed_for_the_lead(office, campaign, toilets, bureau):
    assert holes(campaign, standing_rows(standings(campaign)))[0].units == (bureau,)


def test_nothing_chosen_and_too_much_are_refused(office, campaign, toilets):
    for closings in ([], [Closing("x")] * 201):
        with pytest.raises(Invalid):
            close_holes(by=office, campaign=campaign, closings=closings, due_on=DUE)


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.OFFICE])
def test_only_the_office_closes_holes(role, campaign, toilets):
    with pytest.raises(NotAllowed):
        close_holes(by=user_with_role(role), campaign=campaign, closings=[Closing("toilets.task")], due_on=DUE)
    assert not Task.objects.exists()


def test_units_stand_against_chapters_and_places_against_what_lacks_them(office, campaign, toilets, roads, bureau):
    task_of(office, campaign, Pick(toilets, ["公厕"]), lead=bureau)
    task_of(office, campaign, Pick(roads), lead=bureau)
    chapters = standings(campaign)
    assert [(line.unit, line.sum.total, [cell.total for cell in line.cells]) for line in unit_lines(chapters)] == [
        (bureau, 2, [2])
    ]
    opened = unit_lines(chapters, chapters[0])
    assert [(cell.total, cell.clause) for cell in opened[0].cells] == [(1, toilets), (1, roads)]
    lines = {line.name: line for line in place_lines(chapters)}
    assert (lines["公厕"].cells[0].total, lines["车站"].missing) == (1, [toilets])


def test_units_against_clauses_for_one_type_of_place(client, office, campaign, toilets, roads, bureau):
    town = UnitFactory(kind="township", name="北苑街道办事处", short_name="北苑街道")
    task_of(office, campaign, Pick(toilets, ["公厕"]), lead=bureau)
    task_of(office, campaign, Pick(toilets, ["公厕", "车站"]), lead=bureau)
    task_of(office, campaign, Pick(toilets), lead=town)
    task_of(office, campaign, Pick(roads), lead=town)
    stations = standings(campaign, "车站")
    assert [(row.clause, row.total) for row in standing_rows(stations)] == [(toilets, 1)]
    assert [(line.unit, line.sum.total) for line in unit_lines(standings(campaign, "公厕"))] == [(bureau, 2)]
    client.force_login(office)
    page = client.get(reverse("coverage:units"), {"place": "公厕"}).content.decode()
    assert "没有牵头“公厕”任务的街道、乡镇1个" in page and "北苑街道" in page
    assert "没有牵头" not in client.get(reverse("coverage:units"), {"place": "没有的"}).content.decode()


def test_tasks_without_a_clause_of_this_edition_are_counted(office, campaign, toilets):
    task_of(office, campaign, Pick(toilets))
    foreign = task_of(office, campaign, Pick(ClauseFactory()))
    plain = TaskFactory(campaign=campaign)
    assert set(unclassified(campaign)) == {foreign, plain}


PAGES = ("overview", "units", "places", "holes")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_same_number_of_queries_for_one_task_and_for_many(
    name, client, office, campaign, toilets, bureau
):
    client.force_login(office)
    url = reverse(f"coverage:{name}")

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    task_of(office, campaign, Pick(toilets, ["公厕"]), lead=bureau)
    few = queries()
    for number in range(5):
        chapter = ChapterFactory(edition=toilets.edition, number=10 + number)
        clause = ClauseFactory(chapter=chapter, place_types=["公厕"])
        task_of(office, campaign, Pick(clause), lead=UnitFactory())
    assert queries() == few


def test_the_office_closes_holes_on_the_page(client, office, campaign, toilets, bureau):
    client.force_login(office)
    page = client.get(reverse("coverage:holes")).content.decode()
    assert "没有任务" in page
    assert f'<option value="{bureau.pk}">' in page
    form = {"holes": "toilets.task", "lead-toilets.task": bureau.pk, "due_on": DUE.isoformat()}
    assert client.post(reverse("coverage:holes"), form, follow=True).status_code == 200
    task = Task.objects.get()
    assert (task.title, task.lead_unit) == ("落实标准“厕所革命”一条的要求", bureau)
    assert task.clauses.get().place_types == ["公厕", "车站"] and kinds(campaign)[0] == ("toilets", HoleKind.FILE, ())
    hostile = {"holes": "nothing.of.this", "lead-nothing.of.this": "0x1", "due_on": DUE.isoformat()}
    assert client.post(reverse("coverage:holes"), hostile, follow=True).status_code == 200
    assert Task.objects.count() == 1


def test_without_an_edition_the_page_says_where_to_choose_one(client, office):
    CampaignFactory(edition=None)
    client.force_login(office)
    assert "还没有选对照的标准" in client.get(reverse("coverage:overview")).content.decode()


def test_a_task_is_given_its_clause_with_the_places_it_names_and_this_is_taken_back(client, office, campaign, toilets):
    task = TaskFactory(campaign=campaign, title="改造火车站公厕3座")
    client.force_login(office)
    assert "还有<span data-left>1</span>项任务没对应条款" in client.get(reverse("coverage:classify")).content.decode()
    url = reverse("coverage:pick", args=[task.uid])
    answer = client.post(url, {"clause": toilets.pk}, headers={"HX-Request": "true"}).content.decode()
    assert "厕所革命（公厕、车站）" in answer
    client.post(url, {"clause": "", "seen": str(toilets.pk)}, headers={"HX-Request": "true"})
    assert not task.clauses.exists()


def test_a_clause_of_another_standard_or_a_task_of_another_campaign_is_refused(client, office, campaign, toilets):
    task = TaskFactory(campaign=campaign)
    client.force_login(office)
    for wrong in (str(ClauseFactory().pk), "abc", "9" * 30):
        url = reverse("coverage:pick", args=[task.uid])
        assert client.post(url, {"clause": wrong}, headers={"HX-Request": "true"}).status_code == 422
    other = TaskFactory(campaign=CampaignFactory(starts_on=campaign.starts_on, is_closed=True))
    assert client.post(reverse("coverage:pick", args=[other.uid]), {"clause": toilets.pk}).status_code == 404
    assert not task.clauses.exists()


def test_a_figure_that_misses_its_target_or_is_not_there_is_a_hole(office, campaign, toilets):
    missed = IndicatorFactory(edition=toilets.edition, clause=toilets, key="sewage", name="污水收集率")
    unknown = IndicatorFactory(edition=toilets.edition, clause=toilets, key="covers", name="井盖完好率")
    for indicator in (missed, unknown):
        TargetFactory(indicator=indicator, value=75)
    year = TODAY.year - 1
    ValueEntry.objects.create(
        campaign=campaign,
        indicator=missed,
        year=year,
        value=60,
        state=State.CHECKED,
        filled_by=office,
        filled_at=timezone.now(),
    )
    found = {hole.kind: hole for hole in holes(campaign, standing_rows(standings(campaign)))}
    assert found[HoleKind.MISSED].word == f"污水收集率{year}年不达标"
    assert found[HoleKind.DATA].title == f"补报{year}年“井盖完好率”数据"
    [task] = close_holes(by=office, campaign=campaign, closings=[Closing(f"toilets.missed.sewage.{year}")], due_on=DUE)
    assert task.title == "改进“污水收集率”，下一年达到目标"


def test_under_another_edition_tasks_and_files_count_where_the_crosswalk_says(office, campaign, toilets, bureau):
    task_of(office, campaign, Pick(toilets, ["公厕"]), lead=bureau)
    file = Evidence.objects.create(campaign=campaign, file=StoredFileFactory(), title="巡查表", year=TODAY.year)
    EvidenceClause.objects.create(evidence=file, clause=toilets)
    newer = ClauseFactory(key="lavatories", title="公厕")
    table = EditionFactory(kind=EditionKind.CROSSWALK)
    Crosswalk.objects.create(
        table=table, old=toilets.edition, new=newer.edition, old_clause=toilets, new_clause=newer, kind=CrossKind.MOVED
    )
    campaign.edition = newer.edition
    campaign.save(update_fields=["edition"])
    row = rows_of(campaign)["lavatories"]
    assert (row.total, row.files, row.places, [load.unit for load in row.units]) == (1, 1, {"公厕": 1}, [bureau])
    assert not unclassified(campaign).exists()
    opened = ledger_tasks(campaign, office, LedgerFilter.parse(f"clause={newer.pk}"), Moment.of(campaign))
    assert opened.count() == row.total, "the number opens to its tasks"
