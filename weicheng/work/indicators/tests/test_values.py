"""A value from the keyboard to the archive: filled, doubted, handed in, checked by another, corrected."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from weicheng.ground.evidence.models import Evidence, StoredFile
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.notices.models import Notice
from weicheng.ground.org import services as org
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.indicators.choices import State
from weicheng.work.indicators.errors import Doubtful, Faulty
from weicheng.work.indicators.models import DataOwner, ValueEntry
from weicheng.work.indicators.permissions import (
    user_can_check,
    user_can_fill,
    user_can_keep_settings,
    user_can_rejudge,
    user_can_return,
    user_can_see_gaps,
    user_can_take_back,
)
from weicheng.work.indicators.reading import Period
from weicheng.work.indicators.saying import source_words
from weicheng.work.indicators.selectors.board import Board, judged
from weicheng.work.indicators.services.checking import check_value, return_value
from weicheng.work.indicators.services.filling import save_value, take_back
from weicheng.work.indicators.tests.making import fill, make_indicator, typed

pytestmark = pytest.mark.django_db


def test_a_value_is_reckoned_handed_in_and_checked_by_another(liaison, clerk, campaign, owned, health):
    entry = fill(liaison, campaign, owned, numerator="１，８９０ 人", denominator="2000")
    assert (entry.value, entry.state, entry.scope) == (Decimal("94.5"), State.SUBMITTED, "")
    assert (entry.filled_unit, entry.on_behalf, entry.source_title) == (health, False, "统计年报")
    assert Notice.objects.filter(code="indicators.submitted", user=clerk).count() == 1
    checked = check_value(by=clerk, entry=entry)
    assert not Notice.objects.filter(code="indicators.submitted", settled_at=None).exists()
    assert (checked.state, checked.checked_by) == (State.CHECKED, clerk)
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["indicators.value.submitted", "indicators.value.checked"]


def test_whoever_filled_it_does_not_check_it(clerk, colleague, campaign, owned):
    entry = fill(clerk, campaign, owned, 95)
    assert entry.on_behalf
    with pytest.raises(NotAllowed, match="另一个人"):
        check_value(by=clerk, entry=entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        ValueEntry.objects.filter(pk=entry.pk).update(checked_by=clerk)
    assert check_value(by=colleague, entry=entry).state == State.CHECKED


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"value": "101"}, "value", "超过了100%"),
        ({"numerator": "11", "denominator": "10"}, "numerator", "比分母10还大"),
        ({"numerator": "1", "denominator": "0"}, "denominator", "分母是0"),
        ({"value": "-1"}, "value", "不能是负数"),
        ({"value": "95", "year": 2027}, "year", "还没有到"),
        ({"value": "很多"}, "value", "不是数"),
        ({"value": "9.5‰"}, "value", "请换算成“%”"),
        ({"value": "1.1234567"}, "value", "小数位太多"),
    ],
)
def test_the_impossible_is_refused_with_its_field_and_nothing_is_kept(values, field, words, liaison, campaign, owned):
    with pytest.raises(Faulty, match=words) as refused:
        fill(liaison, campaign, owned, **({"reason": "就是这样"} | values))
    assert field in dict(refused.value.faults) and not ValueEntry.objects.exists()


def test_the_improbable_asks_for_one_reason_and_keeps_it(liaison, clerk, campaign, owned):
    fill(liaison, campaign, owned, "9.1", year=2024, check=clerk)
    with pytest.raises(Doubtful, match=r"10\.4倍") as asked:
        fill(liaison, campaign, owned, "95", submit=False)
    assert asked.value.field == "reason"
    entry = fill(liaison, campaign, owned, "95", reason="上年口径不同")
    assert entry.reason == "上年口径不同" and "10.4倍" in entry.doubts[0]


def test_a_correction_is_a_new_entry_and_the_old_one_stays_as_it_was(liaison, clerk, campaign, owned):
    old = fill(liaison, campaign, owned, 95, check=clerk)
    with pytest.raises(NotPossible, match="一样"):
        fill(liaison, campaign, owned, "95.0")
    with pytest.raises(Doubtful, match="已有审核过的95%，这次是更正"):
        fill(liaison, campaign, owned, 93)
    new = fill(liaison, campaign, owned, 93, reason="漏算两个社区")
    assert new.corrects == old and ValueEntry.objects.get(pk=old.pk).state == State.CHECKED
    check_value(by=clerk, entry=new)
    old.refresh_from_db()
    assert (old.state, old.value) == (State.REPLACED, 95)
    with pytest.raises(NotPossible, match="已更正，不能审核"):
        check_value(by=clerk, entry=old)


def test_a_returned_value_stays_in_the_history_with_its_reason_and_the_unit_hears(liaison, clerk, campaign, owned):
    entry = fill(liaison, campaign, owned, 95)
    with pytest.raises(Invalid, match="为什么退回"):
        return_value(by=clerk, entry=entry, reason=" ")
    return_value(by=clerk, entry=entry, reason="来源不对")
    notice = Notice.objects.get(code="indicators.returned")
    assert notice.user == liaison and "来源不对" in notice.text
    again = fill(liaison, campaign, owned, 94)
    assert not Notice.objects.filter(code="indicators.returned", settled_at=None).exists()
    assert Notice.objects.filter(code="indicators.submitted", settled_at=None, user=clerk).count() == 1, "asked anew"
    assert again.pk != entry.pk and ValueEntry.objects.get(pk=entry.pk).value == 95


def test_only_one_value_waits_and_it_can_be_taken_back_as_a_draft(liaison, clerk, campaign, owned):
    entry = fill(liaison, campaign, owned, 95)
    with pytest.raises(NotPossible, match="李某填的95%在等审核"):
        fill(clerk, campaign, owned, 94)
    take_back(by=liaison, entry=entry)
    again = fill(liaison, campaign, owned, 96)
    assert again.pk == entry.pk and again.value == 96
    check_value(by=clerk, entry=again)
    with pytest.raises(NotPossible, match="已审核，不能收回"):
        take_back(by=liaison, entry=again)


def test_a_check_of_what_changed_meanwhile_is_refused(liaison, clerk, campaign, owned):
    entry = fill(liaison, campaign, owned, 95)
    take_back(by=liaison, entry=entry)
    fill(liaison, campaign, owned, 59, reason="抄错了")
    with pytest.raises(NotPossible, match="改过"):
        check_value(by=clerk, entry=entry, version=entry.version)


def test_the_same_press_twice_is_one_entry_and_another_ones_key_is_refused(liaison, clerk, campaign, owned):
    key = uuid4()
    first = fill(liaison, campaign, owned, 95, key=key)
    assert fill(liaison, campaign, owned, 95, key=key).pk == first.pk
    with pytest.raises(Invalid, match="编号已经用过"):
        fill(clerk, campaign, owned, 95, key=key)
    assert ValueEntry.objects.count() == 1


def test_a_draft_is_changed_in_place_and_may_be_incomplete(liaison, campaign, owned):
    draft = fill(liaison, campaign, owned, submit=False, source_title="")
    assert draft.state == State.DRAFT and draft.value is None
    assert fill(liaison, campaign, owned, 95, submit=False).pk == draft.pk
    with pytest.raises(Invalid, match="从哪里来"):
        fill(liaison, campaign, owned, 95, source_title="")
    with pytest.raises(Invalid, match="还没有填数"):
        fill(liaison, campaign, owned, "")
    assert fill(liaison, campaign, owned, 95).pk == draft.pk


@pytest.mark.parametrize(("text", "value"), [("有", 1), ("没有", 0), ("无", 0), ("１", 1)])
def test_existence_is_typed_in_words(text, value, clerk, campaign, edition):
    rule = make_indicator(edition, "rule", "EXISTS", None, unit="", factor=None)
    assert fill(clerk, campaign, rule, text).value == value


@pytest.mark.parametrize(("text", "grade"), [("C", "C"), ("ｂ级", "B"), ("d", "D")])
def test_a_grade_is_typed_in_any_width(text, grade, clerk, campaign, edition):
    rats = make_indicator(edition, "rats", "LEVEL", None, grade="C", unit="")
    assert fill(clerk, campaign, rats, text).grade == grade
    with pytest.raises(Faulty, match="不是等级"):
        fill(clerk, campaign, rats, "优", year=2024)


def test_what_is_compared_with_the_local_plan_needs_the_plan(clerk, campaign, edition):
    beds = make_indicator(edition, "beds", "GE_LOCAL_PLAN", None, unit="张", factor=1000)
    with pytest.raises(Invalid, match="区域卫生规划"):
        fill(clerk, campaign, beds, "6.5")
    assert fill(clerk, campaign, beds, "6.5", yardstick="6.4张").yardstick == Decimal("6.4")


def test_a_figure_for_each_town_is_filled_by_the_town_and_by_nobody_elses_town(clerk, campaign, edition, towns, health):
    jab = make_indicator(edition, "jab", "MIN_OVER_UNITS")
    DataOwner.objects.create(campaign=campaign, indicator=jab, unit=health)
    user = user_with_role(Role.LIAISON, towns[0])
    assert fill(user, campaign, jab, 95, subject=towns[0]).filled_unit == towns[0]
    with pytest.raises(NotAllowed, match="区卫健局的联络员"):
        fill(user, campaign, jab, 95, subject=towns[1])
    with pytest.raises(Invalid, match="请选是哪一个"):
        fill(clerk, campaign, jab, 95)
    rate = make_indicator(edition, "rate")
    with pytest.raises(Invalid, match="不分街道"):
        fill(clerk, campaign, rate, 95, subject=towns[0])


def test_the_successor_of_a_merged_unit_fills_and_reads_what_it_owed(
    liaison, other, clerk, campaign, owned, health, bureau
):
    entry = fill(liaison, campaign, owned, 95, year=2024, check=clerk)
    assert not ValueEntry.objects.for_user(other).exists()
    org.merge_units(by=None, units=[health], into=bureau, on=date(2026, 3, 1))
    assert ValueEntry.objects.for_user(other).get() == entry
    assert fill(other, campaign, owned, 95).filled_unit == health
    renamed = org.rename_unit(
        by=None, unit=bureau, name="青禾区城市运行局", short_name="区运行局", on=date(2026, 3, 10)
    )
    assert user_can_fill(other, campaign, owned) and str(renamed) == "区运行局"


def test_what_a_unit_merged_twice_owed_is_filled_and_read_by_the_last_of_the_row(
    liaison, other, clerk, campaign, owned, health, bureau
):
    entry = fill(liaison, campaign, owned, 95, year=2024, check=clerk)
    between = UnitFactory(code="DS", name="青禾区大数据局")
    org.merge_units(by=None, units=[health], into=between, on=date(2026, 3, 1))
    org.merge_units(by=None, units=[between], into=bureau, on=date(2026, 3, 2))
    assert ValueEntry.objects.for_user(other).get() == entry
    row = next(row for row in judged(campaign, 2024, user=other) if row.indicator == owned)
    assert row.entry == entry
    fill(other, campaign, owned, 95)


@pytest.mark.parametrize(
    ("role", "bound", "allowed"),
    [
        (Role.OFFICE, None, "fill check return take_back settings rejudge gaps"),
        (Role.LIAISON, "health", "fill take_back"),
        (Role.LIAISON, "bureau", ""),
        (Role.LEADER, None, "rejudge gaps"),
        (Role.AUDITOR, None, "rejudge gaps"),
        (Role.ADMIN, None, "rejudge gaps"),
        (Role.INSPECTOR, None, ""),
    ],
)
def test_who_may_do_what(role, bound, allowed, campaign, owned, liaison, health, bureau, request):
    entry = fill(liaison, campaign, owned, 95)
    user = user_with_role(role, request.getfixturevalue(bound)) if bound else user_with_role(role)
    answers = {
        "fill": user_can_fill(user, campaign, owned),
        "check": user_can_check(user, entry),
        "return": user_can_return(user, entry),
        "take_back": user_can_take_back(user, entry),
        "settings": user_can_keep_settings(user, campaign),
        "rejudge": user_can_rejudge(user),
        "gaps": user_can_see_gaps(user),
    }
    assert {name for name, may in answers.items() if may} == set(allowed.split())
    sees = {Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMIN}
    assert ValueEntry.objects.for_user(user).exists() == (role in sees or bound == "health")


def test_nothing_is_written_in_a_campaign_that_is_over_or_has_no_edition(clerk, campaign, owned, edition):
    campaign.is_closed = True
    campaign.save()
    with pytest.raises(NotPossible, match="已结束"):
        fill(clerk, campaign, owned, 95)
    campaign.is_closed, campaign.edition = False, None
    campaign.save()
    with pytest.raises(NotPossible, match="还没有选定"):
        fill(clerk, campaign, owned, 95)


def test_an_indicator_that_the_level_does_not_ask_for_is_not_filled(clerk, campaign, edition):
    city_only = make_indicator(edition, "lamps", level="county")
    with pytest.raises(NotPossible, match="没有要求"):
        fill(clerk, campaign, city_only, 95)


def test_two_who_hand_in_at_once_leave_one_value_and_one_is_told(liaison, clerk, campaign, owned):
    before = Board(campaign)
    assert before.judged(2025)[0].entry is None  # what both saw
    fill(liaison, campaign, owned, 95)
    with pytest.raises(NotPossible, match="别人刚填了同一个数"):
        save_value(
            by=clerk,
            campaign=campaign,
            indicator=owned,
            period=Period(2025),
            typed=typed(94),
            key=uuid4(),
            board=before,
        )
    assert ValueEntry.objects.get().value == 95


def test_evidence_of_another_unit_is_no_source(liaison, clerk, campaign, owned, health, bureau):
    stored = StoredFile.objects.create(sha256="a" * 64, size=1, name="年报.pdf")
    own, theirs = (
        Evidence.objects.create(campaign=campaign, file=stored, title=f"{unit}年报", unit=unit)
        for unit in (health, bureau)
    )
    with pytest.raises(Invalid, match="没有找到这份佐证材料"):
        fill(liaison, campaign, owned, 95, evidence=theirs, source_title="")
    entry = fill(liaison, campaign, owned, 95, evidence=own, source_title="")
    assert entry.evidence == own and source_words(entry) == "区卫健局年报"
