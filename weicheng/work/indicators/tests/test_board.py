"""The board: judged, missing, owed, under another edition; with the same number of queries for many as for few."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from weicheng.engines.judging.model import Outcome
from weicheng.ground.notices.models import Notice
from weicheng.ground.org import services as org
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.standards.models import Crosswalk
from weicheng.work.indicators.models import DataOwner, DataYear
from weicheng.work.indicators.selectors import judged
from weicheng.work.indicators.selectors.board import Board
from weicheng.work.indicators.selectors.comparing import compared
from weicheng.work.indicators.selectors.owed import by_unit, owed, owed_by
from weicheng.work.indicators.selectors.owners import owner_rows
from weicheng.work.indicators.services.checking import check_value, return_value
from weicheng.work.indicators.services.owning import assign_owner, assign_suggested, set_rule, set_year
from weicheng.work.indicators.services.reminding import remind_all, remind_owing
from weicheng.work.indicators.tests.conftest import signed_in
from weicheng.work.indicators.tests.making import fill, make_edition, make_indicator, make_limit, verify

pytestmark = pytest.mark.django_db


def row_of(campaign, indicator, year=2025, **more):
    return next(row for row in judged(campaign, year, **more) if row.indicator == indicator)


def test_a_checked_value_is_judged_and_an_unchecked_one_is_marked(clerk, colleague, campaign, rate):
    assert row_of(campaign, rate).outcome == Outcome.MISSING
    entry = fill(clerk, campaign, rate, "95.6")
    row = row_of(campaign, rate)
    assert (row.outcome, row.entry, row.is_checked) == (Outcome.MET, entry, False)
    check_value(by=colleague, entry=entry)
    assert row_of(campaign, rate).is_checked
    fill(clerk, campaign, rate, "89", reason="更正")
    assert row_of(campaign, rate).entry == entry, "a correction that waits does not push the checked value aside"


def test_what_nobody_has_checked_is_judged_for_now_and_counts_nowhere_as_reached(clerk, colleague, campaign, rate):
    entry = fill(clerk, campaign, rate, "95.6")
    (row,) = judged(campaign, 2025)
    assert (row.outcome.word, row.outcome_words, row.is_provisional, row.is_reached) == (
        "达标",
        "暂判达标",
        True,
        False,
    )
    check_value(by=colleague, entry=entry)
    (row,) = judged(campaign, 2025)
    assert (row.outcome_words, row.is_provisional, row.is_reached) == ("达标", False, True)


def test_a_trend_rests_on_the_years_before_and_a_level_does_not(clerk, colleague, campaign, edition):
    falling = make_indicator(edition, "sight", "TREND_DOWN", None, years=3, name="近视率")
    either = make_indicator(edition, "smoking", "LE_OR_TREND_DOWN", "20", years=3, name="吸烟率")
    for indicator, values in ((falling, ("52", "51", "50")), (either, ("22", "21", "19"))):
        for year, value in zip((2023, 2024, 2025), values, strict=True):
            fill(clerk, campaign, indicator, value, year=year, check=colleague if year == 2025 else None)
    found = {row.indicator.key: row for row in judged(campaign, 2025)}
    assert found["sight"].outcome == Outcome.MET and found["sight"].outcome_words == "暂判达标"
    assert found["smoking"].outcome_words == "达标" and found["smoking"].is_reached


def test_drafts_and_returned_values_are_missing(clerk, colleague, campaign, rate):
    fill(clerk, campaign, rate, "95", submit=False)
    assert row_of(campaign, rate).outcome == Outcome.MISSING
    return_value(by=colleague, entry=fill(clerk, campaign, rate, "95"), reason="没有来源")
    row = row_of(campaign, rate)
    assert row.outcome == Outcome.MISSING and row.missing[0].returned.return_reason == "没有来源"


def test_a_target_that_nobody_confirmed_is_never_met_until_the_office_verifies_it(clerk, campaign, edition):
    unsure = make_indicator(edition, "lamps", value="100", confidence="K")
    fill(clerk, campaign, unsure, 100)
    row = row_of(campaign, unsure)
    assert row.outcome == Outcome.UNVERIFIED and "按待核的目标（≥100%）算，达到" in row.sentence
    verify(clerk, edition, "lamps/city", 98)
    row = row_of(campaign, unsure)
    assert row.outcome == Outcome.MET and "不低于98%" in row.sentence


def test_an_unknown_target_is_known_once_it_is_verified(clerk, campaign, edition):
    unknown = make_indicator(edition, "area", value=None, confidence="?", unit="㎡", factor=1)
    fill(clerk, campaign, unknown, "2.3")
    assert row_of(campaign, unknown).outcome == Outcome.UNVERIFIED
    verify(clerk, edition, "area/city", "2.6")
    assert "低于2.6㎡" in row_of(campaign, unknown).sentence


def test_three_years_by_the_rule_of_the_campaign(clerk, campaign, edition):
    sight = make_indicator(edition, "sight", "TREND_DOWN", None, years=3)
    for year, value in ((2023, "52"), (2024, "52.5"), (2025, "50")):
        fill(clerk, campaign, sight, value, year=year)
    assert row_of(campaign, sight).outcome == Outcome.MISSED
    set_rule(by=clerk, campaign=campaign, trend="ends", mean_includes_own=True)
    assert row_of(campaign, sight).outcome == Outcome.MET


def test_facilities_are_judged_by_the_standard_and_by_the_limit_in_force_on_the_day(clerk, campaign, edition):
    make_limit(until=date(2025, 10, 31), c="85")
    make_limit(on=date(2025, 11, 1), c="90", confidences={})
    flies = make_indicator(edition, "flies", value="95", limit="fly-facility")
    fill(clerk, campaign, flies, "88", measured_on=date(2025, 10, 31))
    row = row_of(campaign, flies)
    assert row.outcome == Outcome.MISSED and row.rules_differ
    assert "低于95%" in row.sentence and "GB/T 27772-2012防蝇设施合格率C级≥85%：达到，C级" in row.sentence
    fill(clerk, campaign, flies, "88", year=2024, measured_on=date(2024, 6, 1))
    fill(clerk, campaign, flies, "88", year=2026, measured_on=date(2026, 2, 1), reason="年中检查")
    later = row_of(campaign, flies, 2026)
    assert "2025防蝇设施合格率C级≥90%（限值待核）：达不到" in later.sentence and not later.rules_differ


def test_the_worst_town_decides_and_a_merged_town_stays_in_its_years(clerk, campaign, edition, towns):
    jab = make_indicator(edition, "jab", "MIN_OVER_UNITS")
    fill(clerk, campaign, jab, 95, subject=towns[0])
    assert "还缺青石镇" in row_of(campaign, jab).sentence
    fill(clerk, campaign, jab, 88, subject=towns[1])
    assert "青石镇88%低于90%" in row_of(campaign, jab).sentence
    org.merge_units(by=None, units=[towns[1]], into=towns[0], on=date(2026, 3, 1))
    assert "青石镇88%低于90%" in row_of(campaign, jab).sentence
    assert [lack.subject for lack in row_of(campaign, jab, 2026).missing] == [towns[0]]


def test_quarters_are_said_but_the_year_is_judged_by_the_year(clerk, campaign, rate):
    fill(clerk, campaign, rate, 91, span="quarter", number=3)
    row = row_of(campaign, rate)
    assert row.outcome == Outcome.MISSING and "2025年第3季度是91%" in row.sentence


def test_a_county_is_not_asked_what_only_a_city_is(campaign, edition):
    make_indicator(edition, "machines")
    assert len(judged(campaign, 2025)) == 1
    campaign.level = "county"
    assert judged(campaign, 2025) == []
    campaign.edition = None
    assert judged(campaign, 2025) == []


def test_a_new_version_and_a_crosswalk_find_the_old_values(clerk, campaign, edition, rate):
    entry = fill(clerk, campaign, rate, "91")
    gone = make_indicator(edition, "gone")
    fill(clerk, campaign, gone, "91")
    new = make_edition("nat-2030", short_title="国家2030版")
    moved = make_indicator(new, "satisfied", value="92")
    fresh = make_indicator(new, "fresh")
    changed = make_indicator(new, "gone", name="口径变了的")
    Crosswalk.objects.create(old=edition, new=new, kind="tightened", old_indicator=rate, new_indicator=moved)
    Crosswalk.objects.create(old=edition, new=new, kind="changed", old_indicator=gone, new_indicator=changed)
    found = compared(Board(campaign), new, 2025)
    by_name = {pair.name: pair for pair in found.pairs}
    assert by_name[str(moved)].now.entry == by_name[str(moved)].then.entry == entry
    assert by_name[str(moved)].now.outcome == Outcome.MET and by_name[str(moved)].then.outcome == Outcome.MISSED
    assert by_name[str(fresh)].now is None and by_name[str(changed)].then.outcome == Outcome.MISSING
    assert (found.only_then, found.only_now) == (2, 1)
    again = make_edition("nat-2021", version=2)
    same = make_indicator(again, "satisfaction")
    campaign.edition = again
    assert row_of(campaign, same).entry == entry


def test_what_is_owed_lists_every_missing_year_with_its_unit_and_day(clerk, campaign, edition, health, towns):
    sight = make_indicator(edition, "sight", "TREND_DOWN", None, years=3)
    jab = make_indicator(edition, "jab", "MIN_OVER_UNITS")
    orphan = make_indicator(edition, "orphan")
    set_year(by=clerk, campaign=campaign, year=2025, due_on=date(2026, 3, 1))
    assign_owner(by=clerk, campaign=campaign, indicator=sight, unit=health)
    fill(clerk, campaign, sight, 50, year=2024)
    rows = owed(Board(campaign), list(DataYear.objects.all()))
    assert [(row.asked.indicator, row.year, row.unit, row.subject) for row in rows] == [
        (sight, 2023, health, None),
        (sight, 2025, health, None),
        (jab, 2025, towns[0], towns[0]),
        (jab, 2025, towns[1], towns[1]),
        (orphan, 2025, None, None),
    ]
    groups = by_unit(rows)
    assert groups[0].unit is None and groups[1].unit == health and groups[1].late(date(2026, 3, 11)) == 2
    assert len(owed_by(campaign, {health.pk})) == 2


def test_a_unit_that_wants_quarters_owes_those_that_are_over(clerk, campaign, rate, health, today):
    assign_owner(by=clerk, campaign=campaign, indicator=rate, unit=health, span="quarter")
    set_year(by=clerk, campaign=campaign, year=2025, due_on=date(2026, 3, 31))
    fill(clerk, campaign, rate, 91, span="quarter", number=2)
    assert [row.words for row in owed_by(campaign, {health.pk})] == [
        "2025年第1季度", "2025年第3季度", "2025年第4季度", "2025年"
    ]  # fmt: skip


def test_units_hear_once_in_a_digest_and_the_office_presses_without_harm(clerk, liaison, campaign, owned, at):
    set_year(by=clerk, campaign=campaign, year=2025, due_on=date(2026, 3, 18))
    remind_all(date(2026, 3, 10))
    assert not Notice.objects.filter(code="indicators.owed").exists()
    remind_all(date(2026, 3, 11))
    notice = Notice.objects.get(code="indicators.owed")
    assert notice.user == liaison and "1个指标数据没报" in notice.title and "满意率" in notice.text
    assert remind_owing(by=clerk, campaign=campaign) == (1, 0)
    remind_all(date(2026, 3, 25))
    assert "其中1个已过期限" in Notice.objects.get(code="indicators.owed", settled_at=None).title


def test_owners_are_suggested_from_the_standard_and_taken_at_one_press(clerk, campaign, edition, health):
    sure = make_indicator(edition, "a", owners=["卫健委（控烟）"])
    alike = make_indicator(edition, "b", owners=["卫生部门"])
    none = make_indicator(edition, "c", owners=[])
    rows = {row.indicator: row for row in owner_rows(Board(campaign))}
    assert rows[sure].unit == health and rows[alike].unit is None and health in rows[alike].maybe
    assert assign_suggested(by=clerk, campaign=campaign) == 1
    assert DataOwner.objects.get().indicator == sure and rows[none].unit is None
    assign_owner(by=clerk, campaign=campaign, indicator=sure, unit=None)
    assert not DataOwner.objects.exists()


def test_who_reads_which_rows(clerk, liaison, other, campaign, edition, owned, towns):
    make_indicator(edition, "jab", "MIN_OVER_UNITS")
    names = {
        user: [str(row.indicator) for row in judged(campaign, 2025, user=user)] for user in (clerk, liaison, other)
    }
    assert names == {clerk: ["满意率", "指标jab"], liaison: ["满意率"], other: []}
    town = user_with_role(Role.LIAISON, towns[0])
    assert [str(row.indicator) for row in judged(campaign, 2025, user=town)] == ["指标jab"]
    assert judged(campaign, 2025, user=user_with_role(Role.INSPECTOR)) == []


def test_a_town_sees_its_own_figure_and_not_those_of_the_others(clerk, campaign, edition, towns):
    jab = make_indicator(edition, "jab", "MIN_OVER_UNITS")
    fill(clerk, campaign, jab, 88, subject=towns[0])
    fill(clerk, campaign, jab, 95, subject=towns[1])
    own = user_with_role(Role.LIAISON, towns[1])
    (row,) = judged(campaign, 2025, user=own)
    assert row.outcome == Outcome.MET and [unit for unit, _ in row.by_unit] == [towns[1]]
    page = signed_in(own).get(f"/indicators/{jab.pk}/?year=2025").content.decode()
    assert "95%" in page and "88%" not in page and "北苑街道" not in page


def test_the_board_asks_the_database_as_often_for_many_as_for_few(clerk, colleague, campaign, edition, health, towns):
    make_limit()
    first = make_indicator(edition, "flies", value="95", limit="fly-facility")
    fill(clerk, campaign, first, 96, check=colleague)
    assign_owner(by=clerk, campaign=campaign, indicator=first, unit=health)
    with CaptureQueriesContext(connection) as few:
        judged(campaign, 2025, user=clerk)
    for n in range(20):
        more = make_indicator(edition, f"i{n}", "LE_OR_TREND_DOWN", "5", years=3, limit="fly-facility")
        assign_owner(by=clerk, campaign=campaign, indicator=more, unit=UnitFactory())
        for year in (2023, 2024, 2025):
            fill(clerk, campaign, more, 8, year=year, check=colleague)
    with CaptureQueriesContext(connection) as many:
        assert len(judged(campaign, 2025, user=clerk)) == 21
    assert len(many) <= len(few) <= 14
