"""A bid on its way: dates, versions, the same submit twice, steps taken back and corrected, the re-review that opens."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.judgement.titles import policies
from weicheng.judgement.titles.models import Bid, Move, Title
from weicheng.judgement.titles.selectors.bids import rail, record_of
from weicheng.judgement.titles.services import moving
from weicheng.judgement.titles.services.bids import answer_condition, change_bid
from weicheng.judgement.titles.services.register import change_title, record_event
from weicheng.judgement.titles.services.starting import start_bid
from weicheng.judgement.titles.tests.making import bid_of, step, title_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TO_NAMING = ("ready", "accepted", "passed", "recommended", "passed", "passed", "passed", "clear")


def _walk(bid, office, *outcomes):
    for one in outcomes:
        step(bid, office, one)


def test_a_creation_runs_from_self_check_to_the_title_and_on_to_its_re_review(bid, title, office):
    _walk(bid, office, *TO_NAMING)
    step(bid, office, "named", paper_number="全爱卫发〔2026〕9号")
    title.refresh_from_db()
    assert (title.state, title.granted_on, title.term_years) == ("held", TODAY, 3)
    assert title.paper_number == "全爱卫发〔2026〕9号"
    step(bid, office, "checked")
    step(bid, office, "review")
    bid.refresh_from_db()
    review = title.bids.get(purpose="review")
    assert bid.state == "won" and review.is_open
    assert (review.stage, review.review_on) == ("review_self_check", title.expires_on)
    _walk(review, office, "ready", "passed", "deferred")
    assert Title.objects.get(pk=title.pk).state == "deferred"
    step(review, office, "confirmed")
    assert Title.objects.get(pk=title.pk).state == "held"
    assert [one.kind for one in title.events.order_by("id")] == ["sought", "granted", "deferred", "confirmed"]


def test_a_failed_visit_goes_round_by_rectification_and_shows_on_the_rail(bid, office):
    aside = {stop.stage.key for stop in rail(bid, []) if stop.state == "aside"}
    assert {"rectify", "recheck", "field_again"} <= aside
    _walk(bid, office, "ready", "accepted", "passed", "recommended", "passed", "rectify")
    bid.refresh_from_db()
    stops = {stop.stage.key: stop.state for stop in rail(bid, record_of(bid))}
    assert (stops["field_review"], stops["rectify"], stops["field_again"]) == ("passed", "now", "aside")


def test_the_same_submit_twice_is_one_step(bid, office):
    key = uuid.uuid4()
    common = {"by": office, "bid": bid, "version": 1, "key": key, "outcome": "ready", "on": TODAY, "note": "附后"}
    assert moving.make_move(**common).pk == moving.make_move(**common).pk
    assert bid.moves.count() == 1 and Bid.objects.get(pk=bid.pk).stage == "apply"


def test_a_stage_with_papers_is_left_by_one_or_by_a_reason(bid, office):
    with pytest.raises(Invalid, match="要有自查报告"):
        step(bid, office, "ready", paper_number=" ")
    assert step(bid, office, "gaps", paper_number="").to_stage == "self_check"  # not forward
    assert step(bid, office, "ready", paper_number="", note="报告在印").to_stage == "apply"


def test_a_page_that_is_out_of_date_moves_nothing(bid, office):
    step(bid, office, "ready")
    with pytest.raises(NotPossible, match="刚才有人改过"):
        moving.make_move(by=office, bid=bid, version=1, key=uuid.uuid4(), outcome="accepted", on=TODAY)


@pytest.mark.parametrize(("days", "said"), [(1, "日期还没到"), (-31, "结果不能更早")])
def test_a_result_is_not_dated_before_its_stage_or_after_today(bid, office, days, said):
    with pytest.raises(Invalid, match=said):
        step(bid, office, "ready", TODAY + timedelta(days=days))


def test_an_illegal_step_says_what_is_possible(bid, office):
    with pytest.raises(NotPossible, match="现在是“自查”阶段，只能登记：“自查达标，申报”、“还有差距，继续整改”。"):
        step(bid, office, "named")
    assert not bid.moves.exists()


def test_a_step_taken_back_restores_bid_and_title_and_keeps_both_entries(bid, title, office):
    _walk(bid, office, *TO_NAMING)
    before = Bid.objects.get(pk=bid.pk)
    step(bid, office, "named", paper_number="错号")
    current = Bid.objects.get(pk=bid.pk)
    undone = moving.undo_move(by=office, bid=current, version=current.version, key=uuid.uuid4(), reason="文件还没下来")
    after, title = Bid.objects.get(pk=bid.pk), Title.objects.get(pk=title.pk)
    assert (after.stage, after.stage_since, after.stage_due_on) == (
        before.stage,
        before.stage_since,
        before.stage_due_on,
    )
    assert (title.state, title.granted_on, title.expires_on, title.paper_number) == ("sought", None, None, "")
    assert [entry.is_undone for entry in record_of(after)][-2:] == [True, False]
    assert undone.corrects.outcome == "named"
    assert AuditEvent.objects.filter(action="titles.bid.undone", reason="文件还没下来").exists()


def test_a_step_taken_back_leaves_what_was_corrected_of_the_title_meanwhile(campaign, office):
    held = title_of(campaign, office, name="省级卫生区", granted_on=date(2023, 5, 1))
    bid = bid_of(held, office, rules="generic", purpose="review")
    outcome = next(one for one in policies.stage_of(bid).outcomes if not one.effect)
    step(bid, office, outcome.key)
    change_title(by=office, title=held, version=held.version, reason="文件上是这天", expires_on=date(2028, 6, 1))
    current = Bid.objects.get(pk=bid.pk)
    moving.undo_move(by=office, bid=current, version=current.version, key=uuid.uuid4(), reason="登记早了")
    assert Title.objects.get(pk=held.pk).expires_on == date(2028, 6, 1)


def test_a_naming_is_not_taken_back_over_what_happened_to_the_title_since(bid, title, office):
    _walk(bid, office, *TO_NAMING, "named")
    Bid.objects.filter(pk=bid.pk).update(state="won")
    event = {"kind": "withdrawn", "on": TODAY, "note": "通报撤销"}
    record_event(by=office, title=Title.objects.get(pk=title.pk), **event)
    current = Bid.objects.get(pk=bid.pk)
    with pytest.raises(NotPossible, match="又登记成"):
        moving.undo_move(by=office, bid=current, version=current.version, key=uuid.uuid4(), reason="想改")
    assert Title.objects.get(pk=title.pk).state == "withdrawn"


def test_steps_are_taken_back_one_by_one_from_the_last(bid, office):
    _walk(bid, office, "ready", "accepted")
    for stage in ("apply", "self_check"):
        current = Bid.objects.get(pk=bid.pk)
        moving.undo_move(by=office, bid=current, version=current.version, key=uuid.uuid4(), reason="填错了")
        assert Bid.objects.get(pk=bid.pk).stage == stage
    current = Bid.objects.get(pk=bid.pk)
    with pytest.raises(NotPossible, match="没有可以撤回"):
        moving.undo_move(by=office, bid=current, version=current.version, key=uuid.uuid4(), reason="再撤")


def test_taking_back_needs_a_reason_and_stops_where_a_re_review_has_begun(bid, office):
    _walk(bid, office, *TO_NAMING, "named", "review")
    current = Bid.objects.get(pk=bid.pk)
    common = {"by": office, "bid": current, "version": current.version, "key": uuid.uuid4()}
    with pytest.raises(Invalid, match="为什么撤回"):
        moving.undo_move(**common, reason=" ")
    with pytest.raises(NotPossible, match="已经转入复审"):
        moving.undo_move(**common, reason="想改")


def test_a_lost_bid_opens_again_when_its_last_step_is_taken_back(bid, office):
    _walk(bid, office, "ready", "accepted", "passed", "recommended", "failed")
    current = Bid.objects.get(pk=bid.pk)
    assert current.state == "lost" and current.stage_due_on is None
    moving.undo_move(by=office, bid=current, version=current.version, key=uuid.uuid4(), reason="通知搞错了")
    assert Bid.objects.get(pk=bid.pk).state == "open"


def test_a_lost_bid_stays_lost_where_another_one_runs(bid, title, office):
    _walk(bid, office, "ready", "accepted", "passed", "recommended", "failed")
    bid_of(title, office)
    current = Bid.objects.get(pk=bid.pk)
    with pytest.raises(NotPossible, match="又开了新的申报"):
        moving.undo_move(by=office, bid=current, version=current.version, key=uuid.uuid4(), reason="通知搞错了")


def test_a_correction_lies_over_the_entry_and_leaves_it(bid, office):
    wrong = step(bid, office, "ready", paper_number="1号")
    day = TODAY - timedelta(days=3)
    fix = {"by": office, "move": wrong, "on": day, "paper_number": "2号", "note": ""}
    with pytest.raises(Invalid, match="更正要写明原因"):
        moving.fix_move(**fix, key=uuid.uuid4(), reason="")
    moving.fix_move(**fix, key=uuid.uuid4(), reason="看错了文号")
    entry = record_of(bid)[0]
    assert (entry.on, entry.paper_number) == (day, "2号")
    assert Move.objects.get(pk=wrong.pk).paper_number == "1号"


def test_one_open_bid_for_a_title_and_purpose(bid, title, office):
    with pytest.raises(NotPossible, match="已经有一个创建申报在办"), transaction.atomic():
        bid_of(title, office)
    key = uuid.uuid4()
    other = title_of(title.campaign, office, name="省级卫生区", level="province", granted_on=date(2023, 5, 1))
    common = {
        "by": office,
        "title": other,
        "purpose": "review",
        "rules": "generic",
        "key": key,
        "package_object": "city",
    }
    assert start_bid(**common).pk == start_bid(**common).pk


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"purpose": "review"}, "有了称号才能办复审"),
        ({"rules": "province-two-step"}, "没有创建的流程"),
        ({"rules": "nowhere"}, "没有这份评审流程"),
        ({"package_object": "planet"}, "哪一类对象"),
        ({"cycle_from": 1899}, "四位年份"),
        ({"started_on": TODAY + timedelta(days=1)}, "还没到"),
    ],
)
def test_a_bid_that_cannot_be_is_refused_in_words(title, office, values, said):
    with pytest.raises((Invalid, NotPossible), match=said):
        bid_of(title, office, **values)
    assert not Bid.objects.exists()


@pytest.mark.parametrize(
    ("code", "package_object", "said"),
    [
        ("43070300", "city", "9位数字"),
        ("43070300a", "city", "9位数字"),
        ("٤٣٠٧٠٣٠٠٠", "city", "9位数字"),
        ("990703000", "city", "没有以99开头"),
        ("430703100", "city", "后3位填000"),
        ("430703000", "town", "001到599"),
        ("430703700", "town", "001到599"),
    ],
)
def test_a_wrong_region_code_is_refused(title, office, code, package_object, said):
    bid = bid_of(title, office, package_object=package_object)
    with pytest.raises(Invalid, match=said):
        change_bid(by=office, bid=bid, version=1, region_code=code)


def test_a_right_region_code_is_kept(title, office):
    bid = bid_of(title, office)
    assert change_bid(by=office, bid=bid, version=1, region_code="430703000").region_code == "430703000"


def test_an_answer_to_a_condition_is_a_figure_of_a_known_condition(campaign, office):
    bid = bid_of(title_of(campaign, office), office, "national-2015")
    with pytest.raises(Invalid, match="没有这个条件"):
        answer_condition(by=office, bid=bid, condition="weather", value=Decimal(3))
    with pytest.raises(Invalid, match="0到100"):
        answer_condition(by=office, bid=bid, condition="citizen_support", value=Decimal(101))


def test_nothing_moves_in_a_campaign_that_has_ended(bid, office, campaign):
    campaign.is_closed = True
    campaign.save()
    with pytest.raises(NotPossible, match="已结束"):
        step(bid, office, "ready")
