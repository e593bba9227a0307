"""The review page: who may, what a partial request is answered, stale, invalid, lost; constant queries."""

import re
from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.choices import MatchKind, Role, UnitKind
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.work.plans.choices import OwnerRole, PlanState, RowState
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan
from weicheng.work.plans.templatetags.plans import due_span
from weicheng.work.plans.tests.conftest import signed_in
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory
from weicheng.work.plans.tests.review_pages import HTMX, at, events, post

# ---- who may


READS = ("review/", "publish/", "duplicates/", "rows/", "rows/dropped/", "rows/versions/")


@pytest.mark.parametrize("rest", READS)
def test_the_office_opens_every_page_of_a_plan_under_review(
    office: Client, plan: Plan, row: DraftRow, rest: str
) -> None:
    assert office.get(at(plan, rest)).status_code == 200


@pytest.mark.parametrize("rest", [*READS, "", "paper/", "original/", "withdraw/"])
def test_a_plan_under_review_does_not_exist_for_a_liaison(
    unit_client: Client, plan: Plan, row: DraftRow, rest: str
) -> None:
    assert unit_client.get(at(plan, rest)).status_code == 404
    assert unit_client.get(at(plan, f"rows/{row.pk}/")).status_code == 404


@pytest.mark.parametrize("rest", ["review/", "publish/", "withdraw/", "rows/dropped/", "duplicates/"])
def test_a_liaison_reads_a_published_paper_but_works_on_nothing(
    unit_client: Client, published: Plan, row: DraftRow, rest: str
) -> None:
    assert unit_client.get(at(published, "paper/")).status_code == 200
    assert unit_client.get(at(published, rest)).status_code == 403
    assert unit_client.get(at(published, f"rows/{row.pk}/")).status_code == 403
    assert unit_client.get(at(published, f"rows/{row.pk}/split/")).status_code == 403


@pytest.mark.parametrize("rest", ["save/", "confirm/", "drop/", "merge/", "split/", "owners/", "renew/"])
def test_a_liaison_changes_no_row(unit_client: Client, plan: Plan, row: DraftRow, rest: str) -> None:
    assert post(unit_client, at(plan, f"rows/{row.pk}/{rest}"), version=1, title="别的").status_code == 404
    row.refresh_from_db()
    assert (row.title, row.state) == ("新建公厕4座", RowState.OPEN)


@pytest.mark.parametrize("rest", ["rows/add/", "rows/bulk/", "rows/assign/", "rows/undo/", "discard/", "read-again/"])
def test_a_leader_looks_but_does_not_work(plan: Plan, row: DraftRow, rest: str) -> None:
    leader = signed_in(user_with_role(Role.LEADER))
    assert leader.get(at(plan), follow=True).redirect_chain == [(at(plan, "paper/"), 302)]
    assert leader.get(at(plan, "review/")).status_code == 403
    assert post(leader, at(plan, rest), rows=row.pk).status_code == 403
    assert Plan.objects.filter(pk=plan.pk, state=PlanState.REVIEW).exists()


def test_only_the_office_uploads(unit_client: Client, office: Client, campaign: Campaign) -> None:
    assert unit_client.get("/plans/upload/").status_code == 403
    assert office.get("/plans/upload/").status_code == 200


def test_a_lost_login_answers_a_partial_request_without_a_page(plan: Plan, row: DraftRow) -> None:
    response = post(Client(), at(plan, f"rows/{row.pk}/save/"), version=1, title="改")
    assert response.status_code == 401
    assert "<html" not in response.content.decode()


# ---- one row


def test_opening_a_row_gives_its_form(office: Client, plan: Plan, row: DraftRow) -> None:
    page = office.get(at(plan, f"rows/{row.pk}/?edit=1"), **HTMX).content.decode()
    assert 'name="title"' in page
    assert "4座" in page
    assert 'name="title"' not in office.get(at(plan, f"rows/{row.pk}/"), **HTMX).content.decode()


@pytest.mark.parametrize(
    ("start", "shown"),
    [(date(2026, 6, 1), "2026-6-1至2028-6-30"), (date(2028, 3, 1), "2028-3-1至6-30"), (None, "2028-6-30")],
)
def test_a_stretch_of_time_names_the_years_of_both_its_ends(start: date | None, shown: str, row: DraftRow) -> None:
    row.start_on, row.due_on = start, date(2028, 6, 30)
    assert due_span(row) == shown
    assert f">{shown}<" in render_to_string("plans/_row.html", {"row": row})


def test_a_saved_field_tells_the_form_its_version_and_counts(office: Client, plan: Plan, row: DraftRow) -> None:
    response = post(office, at(plan, f"rows/{row.pk}/save/"), version=1, quantities="≥6座")
    saved = events(response)["wcSaved"]
    assert (saved["version"], saved["field"], saved["value"]) == (2, "quantities", "≥6座")
    assert response.headers["HX-Reswap"] == "none"
    assert 'id="count-open"' in response.content.decode()


def test_confirming_sends_what_is_unsaved_along(office: Client, plan: Plan, row: DraftRow) -> None:
    response = post(office, at(plan, f"rows/{row.pk}/save/"), version=1, title="改建公厕4座", then="confirm")
    row.refresh_from_db()
    assert (row.title, row.state) == ("改建公厕4座", RowState.CHECKED)
    assert 'data-state="checked"' in response.content.decode()
    again = post(office, at(plan, f"rows/{row.pk}/save/"), version=row.version, title="再改", then="confirm")
    assert again.status_code == 200


def test_confirming_loses_nothing_that_the_words_of_the_form_do_not_say(office: Client, plan: Plan) -> None:
    quantity = {"text": "四座", "value": 4, "unit": "座", "comparator": "=", "object": "公厕"}
    kept = RowFactory(
        plan=plan,
        quantities=[quantity],
        section=["一、城区/镇区"],
        quota={"value": 3, "comparator": ">=", "per": None},
    )
    form = office.get(at(plan, f"rows/{kept.pk}/?edit=1"), **HTMX).content.decode()
    fields = dict(re.findall(r'name="(title|quantities|quota|section)" value="([^"]*)"', form))
    assert set(fields) == {"title", "quantities", "quota", "section"}
    post(office, at(plan, f"rows/{kept.pk}/save/"), version=1, then="confirm", **fields)
    after = DraftRow.objects.get(pk=kept.pk)
    assert after.state == RowState.CHECKED
    assert (after.quantities, after.section, after.quota) == (kept.quantities, kept.section, kept.quota)


def test_a_stale_row_is_answered_with_both_values_and_nothing_is_overwritten(
    office: Client, colleague: User, plan: Plan, row: DraftRow
) -> None:
    post(signed_in(colleague), at(plan, f"rows/{row.pk}/save/"), version=1, title="吴某的")
    response = post(office, at(plan, f"rows/{row.pk}/save/"), version=1, title="周某的")
    page = response.content.decode()
    assert response.status_code == 409
    assert "吴某" in page and "新建公厕4座" in page and "data-use-mine" in page
    assert DraftRow.objects.get(pk=row.pk).title == "吴某的"


@pytest.mark.parametrize("move", ["confirm", "drop"])
def test_a_stale_move_is_answered_with_the_row_as_it_is_now(
    office: Client, colleague: User, plan: Plan, row: DraftRow, move: str
) -> None:
    post(signed_in(colleague), at(plan, f"rows/{row.pk}/save/"), version=1, title="吴某的")
    response = post(office, at(plan, f"rows/{row.pk}/{move}/"), version=1)
    assert response.status_code == 409
    assert "吴某的" in response.content.decode()
    assert events(response)["wcSay"]["level"] == "error"
    assert DraftRow.objects.get(pk=row.pk).state == RowState.OPEN


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"quantities": "很多"}, "读不出数量"),
        ({"quota": "常常"}, "读不出次数"),
        ({"title": " "}, "不能空"),
        ({"category": "x"}, "类别"),
    ],
)
def test_a_value_that_cannot_be_is_said_in_the_form(
    office: Client, plan: Plan, row: DraftRow, values: dict[str, str], word: str
) -> None:
    response = post(office, at(plan, f"rows/{row.pk}/save/"), version=1, **values)
    assert response.status_code == 422
    assert word in response.content.decode()
    assert DraftRow.objects.get(pk=row.pk).version == 1


@pytest.mark.parametrize("version", ["", "abc", "-1"])
def test_a_request_without_a_version_is_refused_in_words(
    office: Client, plan: Plan, row: DraftRow, version: str
) -> None:
    for rest in (f"rows/{row.pk}/confirm/", f"rows/{row.pk}/merge/", f"rows/{row.pk}/split/"):
        response = post(office, at(plan, rest), version=version)
        assert response.status_code == 422
        assert "刷新" in events(response)["wcSay"]["text"]


def test_a_row_of_another_plan_is_not_found(office: Client, plan: Plan, row: DraftRow) -> None:
    other = PlanFactory(campaign=plan.campaign)
    assert post(office, at(other, f"rows/{row.pk}/confirm/"), version=1).status_code == 404


def test_a_dropped_row_is_listed_and_found_again(office: Client, plan: Plan, row: DraftRow) -> None:
    response = post(office, at(plan, f"rows/{row.pk}/drop/"), version=1)
    assert '<b id="count-dropped" hx-swap-oob="outerHTML">1</b>' in response.content.decode()
    assert f'data-restore="{row.pk}"' in office.get(at(plan, "rows/dropped/"), **HTMX).content.decode()
    post(office, at(plan, f"rows/{row.pk}/restore/"), version=2)
    assert "没有去掉的行" in office.get(at(plan, "rows/dropped/"), **HTMX).content.decode()


def test_splitting_merging_adding_and_undoing_load_the_page_anew(office: Client, plan: Plan) -> None:
    row = RowFactory(plan=plan, start=0, end=16)
    places = office.get(at(plan, f"rows/{row.pk}/split/"), **HTMX).content.decode()
    place = re.search(r'data-split-at="(\d+)"', places)
    assert place
    response = post(office, at(plan, f"rows/{row.pk}/split/"), version=1, at=place[1])
    second = events(response)["wcReload"]["row"]
    assert plan.rows.count() == 2
    post(office, at(plan, f"rows/{second}/merge/"), version=1)
    assert plan.rows.exclude(state=RowState.DROPPED).count() == 1
    added = events(post(office, at(plan, "rows/add/"), start=17, end=30))["wcReload"]["row"]
    assert DraftRow.objects.get(pk=added).quote == plan.text[18:30]
    assert "已撤销" in events(post(office, at(plan, "rows/undo/")))["wcSay"]["text"]
    assert not DraftRow.objects.filter(pk=added).exists()


def test_adding_without_a_selection_is_said(office: Client, plan: Plan) -> None:
    response = post(office, at(plan, "rows/add/"))
    assert response.status_code == 422
    assert "选中" in events(response)["wcSay"]["text"]


# ---- owners


@pytest.fixture
def unknown(row: DraftRow, health: Unit) -> DraftOwner:
    suggestion = [{"unit": health.pk, "name": str(health), "score": 0.8}]
    return DraftOwner.objects.create(row=row, text="卫健委", match=MatchKind.FUZZY, suggestions=suggestion)


def test_a_suggested_unit_is_offered_by_name_and_taken(
    office: Client, plan: Plan, row: DraftRow, unknown: DraftOwner, health: Unit
) -> None:
    page = office.get(at(plan, f"rows/{row.pk}/?edit=1"), **HTMX).content.decode()
    assert f'data-unit="{health.pk}">是{health}？' in page
    response = post(office, at(plan, f"owners/{unknown.pk}/choose/"), version=1, unit=health.pk)
    assert "data-editing" in response.content.decode()
    unknown.refresh_from_db()
    assert unknown.unit == health


def test_an_unknown_unit_is_registered_with_its_kind(
    office: Client, plan: Plan, row: DraftRow, unknown: DraftOwner
) -> None:
    response = post(
        office, at(plan, f"owners/{unknown.pk}/create/"), version=1, name="青禾区卫健委", kind=UnitKind.DEPARTMENT
    )
    assert "已登记单位" in events(response)["wcSay"]["text"]
    unknown.refresh_from_db()
    assert unknown.unit.name == "青禾区卫健委"


def test_owners_are_added_and_taken_away(office: Client, plan: Plan, row: DraftRow, health: Unit) -> None:
    path = at(plan, f"rows/{row.pk}/owners/")
    post(office, path, version=1, unit=health.pk, role=OwnerRole.COOP)
    added = row.owners.get(unit=health)
    assert added.role == OwnerRole.COOP
    post(office, at(plan, f"owners/{added.pk}/remove/"), version=2)
    assert not row.owners.filter(unit=health).exists()
    again = post(office, at(plan, f"owners/{added.pk}/remove/"), version=3)
    assert again.status_code == 422  # a colleague had taken it away
    assert post(office, path, version=3, unit="", role=OwnerRole.LEAD).status_code == 422


# ---- several rows, several people


def test_bulk_changes_and_confirms(office: Client, plan: Plan, row: DraftRow, health: Unit) -> None:
    other = RowFactory(plan=plan)
    rows = [row.pk, other.pk]
    response = post(
        office,
        at(plan, "rows/bulk/"),
        rows=rows,
        category="environment",
        due_on="2026-09-30",
        lead=health.pk,
        checked=1,
    )
    assert "已改2行" in events(response)["wcSay"]["text"]
    for one in DraftRow.objects.filter(pk__in=rows):
        assert (one.state, one.category, str(one.due_on)) == (RowState.CHECKED, "environment", "2026-09-30")
        assert [owner.unit for owner in one.owners.all()] == [health]
    assert post(office, at(plan, "rows/bulk/"), rows=rows).status_code == 422


def test_rows_are_shared_out_among_the_office(
    office: Client, plan: Plan, row: DraftRow, clerk: User, colleague: User, liaison: User
) -> None:
    RowFactory(plan=plan)
    post(office, at(plan, "rows/assign/"), people=[clerk.pk, colleague.pk])
    assert {one.assigned_to for one in plan.rows.all()} == {clerk, colleague}
    assert post(office, at(plan, "rows/assign/"), people=[liaison.pk]).status_code == 422


def test_the_page_learns_which_rows_moved_and_fetches_them_at_once(office: Client, plan: Plan, row: DraftRow) -> None:
    gone = RowFactory(plan=plan, state=RowState.DROPPED)
    answer = office.get(at(plan, "rows/versions/")).json()
    assert answer == {"state": "review", "rows": {str(row.pk): 1, str(gone.pk): 1}, "shown": [row.pk]}
    page = office.get(at(plan, f"rows/?ids={row.pk},x"), **HTMX).content.decode()
    assert f'id="row-{row.pk}"' in page and 'hx-swap-oob="outerHTML"' in page
    assert f'id="row-{gone.pk}"' not in page


def test_looking_at_a_page_of_a_plan_that_was_published_meanwhile_leads_to_the_paper(
    office: Client, published: Plan
) -> None:
    for rest in ("review/", "publish/"):
        for came_from in ("", at(published, "review/"), at(published, "publish/")):
            response = office.get(at(published, rest), follow=True, HTTP_REFERER=f"http://testserver{came_from}")
            assert response.redirect_chain[-1][0] == at(published, "paper/")


# ---- how many queries


def many_rows(plan: Plan, bureau: Unit, number: int) -> None:
    rows = DraftRow.objects.bulk_create(
        DraftRow(
            plan=plan, order=n, start=0, end=16, quote=plan.text[:16], title=f"{n}号点位的事情", section=[f"{n % 7}"]
        )
        for n in range(number)
    )
    DraftOwner.objects.bulk_create(DraftOwner(row=row, text="区城管局", unit=bureau) for row in rows)


@pytest.mark.parametrize("rest", ["review/", "rows/{row}/?edit=1", "rows/versions/", "publish/", "rows/dropped/"])
def test_a_page_asks_as_often_for_200_rows_as_for_20(
    office: Client, campaign: Campaign, bureau: Unit, rest: str
) -> None:
    asked = []
    for number in (20, 200):
        plan = PlanFactory(campaign=campaign)
        many_rows(plan, bureau, number)
        path = at(plan, rest.format(row=plan.rows.earliest("pk").pk))
        office.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert office.get(path).status_code == 200
        asked.append(len(caught))
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.FAILED)  # its rows are no duplicates of the next
    assert asked[0] == asked[1]
    assert asked[0] < 45


def test_saving_a_field_asks_as_often_for_200_rows_as_for_20(office: Client, campaign: Campaign, bureau: Unit) -> None:
    asked = []
    for number in (20, 200):
        plan = PlanFactory(campaign=campaign)
        many_rows(plan, bureau, number)
        first = plan.rows.earliest("pk")
        with CaptureQueriesContext(connection) as caught:
            assert post(office, at(plan, f"rows/{first.pk}/save/"), version=1, title="改").status_code == 200
        asked.append(len(caught))
    assert asked[0] == asked[1]


# ---- long papers


@pytest.fixture
def long_plan(campaign: Campaign, bureau: Unit) -> Plan:
    plan = PlanFactory(campaign=campaign)
    DraftRow.objects.bulk_create(
        DraftRow(plan=plan, order=n, title=f"清理第{n}处<点位>", quote="清理", start=0, end=0) for n in range(1, 401)
    )
    DraftOwner.objects.bulk_create(
        DraftOwner(row=row, text="区城管局", unit=bureau, match=MatchKind.EXACT) for row in plan.rows.all()
    )
    return plan


def test_of_a_long_paper_the_later_rows_come_with_their_titles_only(office: Client, long_plan: Plan) -> None:
    page = office.get(at(long_plan, "review/"), {"order": "document"}).content.decode()
    assert page.count("data-row=") == 400
    assert page.count("data-bare") == 250
    bare = page[page.index('aria-label="第400行') - 400 :]
    assert "清理第400处&lt;点位&gt;" in bare and 'aria-label="选第400行"' in bare
    assert 'data-flags="no_date' in bare  # filters ask for it


def test_the_rest_of_a_row_is_fetched_as_the_page_would_have_shown_it(office: Client, long_plan: Plan) -> None:
    last, other = long_plan.rows.get(order=400), RowFactory(plan=PlanFactory(campaign=long_plan.campaign))
    answer = office.get(at(long_plan, "rows/portion/"), {"ids": f"{last.pk},{other.pk},x"}, **HTMX).content.decode()
    assert answer.count("<article") == 1
    assert f'id="row-{last.pk}"' in answer and 'aria-label="第400行' in answer and "城管局" in answer
    assert "data-bare" not in answer and "hx-swap-oob" not in answer


def test_a_portion_asks_as_often_for_200_rows_as_for_20(office: Client, long_plan: Plan) -> None:
    ids = [str(pk) for pk in long_plan.rows.values_list("pk", flat=True)]

    def asked(number: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            found = office.get(at(long_plan, "rows/portion/"), {"ids": ",".join(ids[:number])}, **HTMX)
        assert found.content.count(b"<article") == number
        return len(caught)

    assert asked(200) == asked(20)
