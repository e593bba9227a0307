"""The register: what may be entered, the terms and their notices, the ladder of units, consolidation after the award."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.services import merge_units, rename_unit
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.judgement.titles.authority import add_months
from weicheng.judgement.titles.models import Title
from weicheng.judgement.titles.selectors import register as selectors
from weicheng.judgement.titles.services import register as services
from weicheng.judgement.titles.services.terms import mark_of, tell_of_terms
from weicheng.judgement.titles.tests.making import bid_of, step, title_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_held_title_gets_its_end_from_its_term(campaign, office):
    title = title_of(campaign, office, granted_on=date(2024, 2, 29), term_years=3)
    assert title.expires_on == date(2027, 2, 28) and title.events.get().kind == "granted"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": " "}, "请写称号"),
        ({"level": "galaxy"}, "请选级别"),
        ({"kind": "planet"}, "对象种类"),
        ({"kind": "unit"}, "要选单位"),
        ({"object_name": ""}, "给谁的称号"),
        ({"granted_on": TODAY + timedelta(days=1)}, "还没到"),
        ({"granted_on": None}, "要写命名日期"),
        ({"granted_on": date(2024, 1, 1), "expires_on": date(2023, 1, 1)}, "命名日期以后"),
        ({"granted_on": date(2024, 1, 1), "term_years": 99}, "1到20年"),
    ],
)
def test_a_title_that_cannot_be_is_refused_in_words(campaign, office, values, said):
    with pytest.raises(Invalid, match=said):
        title_of(campaign, office, **values)
    assert not Title.objects.exists()


def test_a_title_is_registered_once(campaign, office, title):
    with pytest.raises(Invalid, match="已经登记过了"):
        title_of(campaign, office)
    same = services.add_title(
        by=office, campaign=campaign, key=title.key, is_held=False, level="national", kind="district", name="又一个",
        object_name="青禾区",
    )  # fmt: skip
    assert same.pk == title.pk


def test_official_facts_are_corrected_only_with_a_reason_and_leave_a_rung(campaign, office):
    title = title_of(campaign, office, granted_on=date(2024, 1, 1), paper_number="1号")
    with pytest.raises(Invalid, match="写明原因"):
        services.change_title(by=office, title=title, version=1, paper_number="2号")
    services.change_title(by=office, title=title, version=1, paper_number="2号", reason="看错了")
    assert title.events.filter(kind="corrected", note="看错了").exists()
    with pytest.raises(NotPossible, match="刚才有人改过"):
        services.change_title(by=office, title=title, version=1, note="x")


def test_titles_nest_without_a_circle(campaign, office, title):
    town = title_of(
        campaign, office, name="市级卫生镇", level="prefecture", kind="town", object_name="北苑镇", within=title
    )
    village = title_of(
        campaign, office, name="市级卫生村", level="prefecture", kind="village", object_name="绿水村", within=town
    )
    with pytest.raises(Invalid, match="它自己或它的下级"):
        services.change_title(by=office, title=title, version=1, within=village)
    lines = selectors.title_lines(campaign, office)
    assert [line.title for line in selectors.flat(lines)] == [title, town, village] and len(lines) == 1


def test_what_happens_to_a_title_depends_on_how_it_stands(campaign, office, title):
    with pytest.raises(NotPossible, match="只能登记：命名、不再争创"):
        services.record_event(by=office, title=title, kind="confirmed", on=TODAY)
    services.record_event(by=office, title=title, kind="granted", on=TODAY, paper_number="3号")
    with pytest.raises(Invalid, match="写明原因"):
        services.record_event(by=office, title=title, kind="withdrawn", on=TODAY)
    services.record_event(by=office, title=title, kind="withdrawn", on=TODAY, note="弄虚作假")
    assert Title.objects.get(pk=title.pk).state == "withdrawn"


def test_a_term_ends_after_it_begins_and_a_given_end_wins_over_the_usual_years(campaign, office):
    title = title_of(campaign, office, granted_on=date(2022, 1, 1), term_years=3)
    with pytest.raises(Invalid, match="在这一天以后"):
        services.record_event(by=office, title=title, kind="confirmed", on=TODAY, expires_on=TODAY)
    end = TODAY + timedelta(days=400)
    services.record_event(by=office, title=title, kind="confirmed", on=TODAY, expires_on=end)
    assert Title.objects.get(pk=title.pk).expires_on == end


def test_a_bid_under_way_keeps_its_results_to_itself(bid, title, office):
    with pytest.raises(NotPossible, match="请在申报里登记"):
        services.record_event(by=office, title=title, kind="granted", on=TODAY)


@pytest.mark.parametrize(("days", "mark"), [(400, None), (360, 12), (170, 6), (80, 3), (20, 1), (0, 1), (-1, 0)])
def test_the_nearest_mark_counts(days, mark):
    assert mark_of(TODAY + timedelta(days=days), TODAY) == mark


def test_people_are_told_once_at_each_mark_whatever_was_missed(campaign, office):
    leader = user_with_role(Role.LEADER)
    user_with_role(Role.AUDITOR)
    end = add_months(TODAY, 5)
    title_of(campaign, office, granted_on=add_months(end, -36), term_years=3)
    for day in (TODAY, TODAY, add_months(end, -3), add_months(end, -3) + timedelta(days=9), add_months(end, -1), end):
        tell_of_terms(day)
    found = Notice.objects.filter(code="titles.term", user=leader).order_by("id")
    assert [one.key.rsplit(".", 1)[1] for one in found] == ["6", "3", "1"]
    assert [one.level for one in found] == ["blue", "yellow", "red"]
    assert set(Notice.objects.filter(code="titles.term").values_list("user", flat=True)) == {leader.pk, office.pk}


def test_the_liaison_hears_of_the_title_of_her_unit_and_of_no_other(campaign, office, bureau):
    hers, other = user_with_role(Role.LIAISON, bureau), user_with_role(Role.LIAISON)
    end = add_months(TODAY, 2)
    title_of(
        campaign,
        office,
        kind="unit",
        name="文明卫生单位",
        object_name="",
        unit=bureau,
        granted_on=add_months(end, -12),
        expires_on=end,
    )
    tell_of_terms(TODAY)
    assert Notice.objects.filter(user=hers).count() == 1 and not Notice.objects.filter(user=other).exists()


def test_a_closed_campaign_is_silent(campaign, office):
    title_of(campaign, office, granted_on=TODAY - timedelta(days=900), term_years=3)
    campaign.is_closed = True
    campaign.save()
    tell_of_terms(TODAY)
    assert not Notice.objects.exists()


def test_terms_that_end_within_three_years_come_soonest_first_and_offer_the_re_review(campaign, office):
    far = title_of(campaign, office, name="甲", granted_on=TODAY - timedelta(days=10), expires_on=add_months(TODAY, 40))
    late = title_of(campaign, office, name="乙", granted_on=date(2020, 1, 1), expires_on=TODAY - timedelta(days=3))
    soon = title_of(campaign, office, name="丙", granted_on=date(2020, 1, 1), expires_on=add_months(TODAY, 8))
    lines = selectors.title_lines(campaign, office)
    terms = selectors.expiring(lines, TODAY)
    assert [term.line.title for term in terms] == [late, soon] and far not in [term.line.title for term in terms]
    assert terms[0].line.standing == "已到期"
    assert {line.title for line in lines if line.may_review} == {late, soon}
    bid_of(soon, office, "province-two-step", "review")
    assert [line.title for line in selectors.title_lines(campaign, office) if line.may_review] == [late]


def test_a_re_review_runs_beside_the_creation_of_a_higher_title(bid, campaign, office):
    held = title_of(campaign, office, name="省级卫生区", level="province", granted_on=date(2024, 1, 1), term_years=3)
    review = bid_of(held, office, "province-two-step", "review")
    assert review.is_open and bid.is_open


def test_the_ladder_has_a_row_for_every_unit_the_highest_first(campaign, office, bureau):
    school = UnitFactory(name="青禾第一小学")
    common = {"kind": "unit", "object_name": "", "name": "卫生先进单位"}
    title_of(campaign, office, **common, unit=bureau, level="county", granted_on=date(2024, 1, 1))
    title_of(campaign, office, **common | {"name": "市级卫生先进单位"}, unit=bureau, level="prefecture")
    title_of(campaign, office, **common | {"name": "县级卫生示范单位"}, unit=school, level="county")
    rows = selectors.ladder(campaign, office)
    assert [(row.name, row.reached) for row in rows] == [("区城管局", 1), ("青禾第一小学", 0)]
    assert [cell.level if cell else "" for cell in rows[0].cells] == ["county", "prefecture", "", ""]


def test_a_unit_that_is_renamed_or_merged_keeps_its_titles_on_the_ladder(campaign, office, bureau):
    title_of(
        campaign,
        office,
        kind="unit",
        name="卫生先进单位",
        object_name="",
        unit=bureau,
        level="county",
        granted_on=date(2024, 1, 1),
    )
    rename_unit(by=office, unit=bureau, name="青禾区城市管理和综合执法局", short_name="区城管执法局", on=TODAY)
    row = selectors.ladder(campaign, office)[0]
    assert row.name == "区城管执法局" and row.cells[0].object_name == "青禾区城市管理局"
    into = UnitFactory(name="青禾区住建局")
    merge_units(by=office, units=[bureau], into=into, on=TODAY)
    assert selectors.ladder(campaign, office)[0].reached == 1


def test_the_years_of_a_term_show_which_self_check_is_missing(campaign, office):
    title = title_of(campaign, office, name="丁", granted_on=add_months(TODAY, -30), term_years=3)
    bid = bid_of(title, office, "generic", "review")
    assert bid.purpose == "review"
    years = [year for year, _ in selectors.yearly_checks(title, TODAY)]
    assert years == list(range(add_months(TODAY, -30).year + 1, TODAY.year + 1))


def test_a_self_check_of_the_consolidation_stage_fills_its_year(title, office):
    then = TODAY - timedelta(days=400)
    bid = bid_of(title, office, started_on=then)
    for one in ("ready", "accepted", "passed", "recommended", "passed", "passed", "passed", "clear", "named"):
        step(bid, office, one, then)
    step(bid, office, "checked")
    title.refresh_from_db()
    assert selectors.yearly_checks(title, TODAY)[-1] == (TODAY.year, TODAY)


@pytest.mark.parametrize(
    ("ends_in", "word", "chip"),
    [(-1, "已到期", "late"), (0, "快到期", "due"), (366, "快到期", "due"), (367, "已命名", "done")],
)
def test_the_list_and_the_page_of_a_title_say_the_same_of_it(campaign, office, client, ends_in, word, chip):
    ends = timezone.localdate() + timedelta(days=ends_in)
    title = title_of(campaign, office, granted_on=date(2020, 1, 1))
    Title.objects.filter(pk=title.pk).update(expires_on=ends)
    [line] = selectors.title_lines(campaign, office)
    assert (line.standing, line.code) == (word, chip)
    client.force_login(office)
    for page in (reverse("titles:list"), reverse("titles:title", args=[title.pk])):
        shown = client.get(page).content.decode()
        assert re.search(rf'class="wc-chip wc-{chip}[^"]*">.*?{word}', shown, re.S), page
