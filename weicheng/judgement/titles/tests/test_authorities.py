"""The measures are data: they keep the schema, and every stage and outcome of them is walked."""

from __future__ import annotations

import re
from collections import deque
from datetime import date, timedelta

import pytest
from django.utils import timezone

from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.kernel.errors import NotPossible
from weicheng.judgement.titles import policies
from weicheng.judgement.titles.authority import FOLDER, add_months, authorities, due_on
from weicheng.judgement.titles.authority_schema import BadAuthority, DueRule, read_authority
from weicheng.judgement.titles.models import Bid, ConditionAnswer, Title
from weicheng.judgement.titles.tests.making import bid_of, step, title_of

GOOD = (FOLDER / "generic.yaml").read_text(encoding="utf-8")
WAYS = [(key, purpose) for key, one in sorted(authorities().items()) for purpose in one.starts]
STAGES = [(key, stage.key) for key, one in sorted(authorities().items()) for stage in one.stages.values()]


def test_the_measures_asked_for_are_there():
    assert {"national-2021", "national-2015", "province-example", "generic"} <= authorities().keys()
    assert not authorities()["national-2015"].in_force


def test_what_is_known_of_the_measures_stands_as_the_facts_have_it():
    old, new = authorities()["national-2015"], authorities()["national-2021"]
    assert old.conditions[0].at_least == 70 and old.conditions[0].basis.is_seen
    assert old.stages["field_review"].due == DueRule("workdays", 30, basis=old.stages["field_review"].due.basis)
    assert (old.stages["rectify"].least.kind, old.stages["rectify"].least.number) == ("months", 2)
    assert new.formats == ("pdf", "ofd") and new.formats_basis.is_seen
    assert new.paper_number == "全爱卫发〔2021〕6号" and new.issued_on == date(2021, 12, 3)
    assert new.conditions[0].basis.is_unverified


def test_a_statement_without_a_source_is_our_own_and_says_so():
    for one in authorities().values():
        for stage in one.stages.values():
            assert stage.basis.is_own or stage.basis.source, (one.key, stage.key)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("to: province_review", "to: nowhere", "转到的阶段“nowhere”不存在"),
        ("{key: named, name: 命名, to: consolidation, effect: grant}", "{key: named, name: 命名, to: apply}", "走不到"),
        ("confidence: own, documents: [自查报告]", "confidence: sure, documents: [自查报告]", "把握程度"),
        ("confidence: own, documents: [自查报告]", "confidence: K, documents: [自查报告]", "来源"),
        ("key: recommend, name: 推荐", "key: apply, name: 推荐", "写了两次"),
        ("who: 本地政府,", "whom: 本地政府,", "不认识“whom”"),
        ("to: apply}", "to: apply, ends: won}", "要么"),
        ("due: {months: 12", "due: {moons: 12", "不认识“moons”"),
        ("level: any", "level: galaxy", "“level”只能是"),
        ("starts: {create: self_check", "starts: {create: nowhere", "起始阶段"),
        ("name: 通用流程（自拟）", "name: 通用流程\nname: 又一个", "写了两次"),
        ("stages:", "stages: [", "不是有效的YAML"),
    ],
)
def test_a_spoiled_file_is_refused_with_file_and_line(tmp_path, was, becomes, said):
    assert was in GOOD
    path = tmp_path / "spoiled.yaml"
    path.write_text(GOOD.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(BadAuthority, match=r"^spoiled\.yaml:\d+ ") as error:
        read_authority(path)
    assert said in str(error.value)


def test_days_follow_their_rules():
    calendar = WorkCalendar({date(2026, 3, 2): False})
    assert due_on(DueRule("days", 14), date(2026, 3, 1), 2025, calendar) == date(2026, 3, 15)
    assert due_on(DueRule("workdays", 1), date(2026, 3, 1), 2025, calendar) == date(2026, 3, 3)
    assert due_on(DueRule("months", 2), date(2026, 12, 31), 2025, calendar) == date(2027, 2, 28)
    assert due_on(DueRule("cycle", 6, year=2), date(2026, 3, 1), 2025, calendar) == date(2026, 6, 30)
    window = DueRule("window", months=(5, 6))
    assert due_on(window, date(2026, 3, 1), 2025, calendar) == date(2026, 6, 30)
    assert due_on(window, date(2026, 7, 1), 2025, calendar) == date(2027, 6, 30)
    assert due_on(None, date(2026, 7, 1), 2025, calendar) is None
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)


def _ways_to(key: str, purpose: str) -> dict[str, list[str]]:
    """The shortest run of outcomes from the start of a purpose to every stage it comes through."""
    measure = authorities()[key]
    found: dict[str, list[str]] = {measure.starts[purpose]: []}
    ahead = deque(found)
    while ahead:
        stage = measure.stages[ahead.popleft()]
        for one in stage.outcomes:
            if one.to and one.to not in found:
                found[one.to] = [*found[stage.key], one.key]
                ahead.append(one.to)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "purpose"), WAYS)
def test_every_outcome_of_every_stage_can_be_walked_and_no_other(key, purpose, campaign, office):
    """From the data: to each stage by the shortest way, then each outcome of it; one of another stage is refused."""
    measure, serial = authorities()[key], 0
    every = {one.key for stage in measure.stages.values() for one in stage.outcomes}
    title_of(campaign, office, level="province", name="省级称号", granted_on=date(2020, 1, 1))
    for stage_key, way in _ways_to(key, purpose).items():
        stage = measure.stages[stage_key]
        for outcome in stage.outcomes:
            serial += 1
            held = {"granted_on": date(2020, 1, 1), "term_years": 3} if purpose == "review" else {}
            title = title_of(campaign, office, name=f"称号{serial}", **held)
            bid = bid_of(title, office, key, purpose, review_on=None)
            ConditionAnswer.objects.create(bid=bid, condition="citizen_support", value=90, by=office)
            for one in way:
                step(bid, office, one)
            wrong = sorted(every - {one.key for one in stage.outcomes})
            if wrong:
                with pytest.raises(NotPossible, match=f"现在是“{re.escape(stage.name)}”阶段，只能登记"):
                    step(bid, office, wrong[0])
            step(bid, office, outcome.key)
            _check_landed(bid, title, outcome)


def _check_landed(bid, title, outcome):
    bid, title = Bid.objects.get(pk=bid.pk), Title.objects.get(pk=title.pk)
    if outcome.ends:
        assert bid.state == outcome.ends
        with pytest.raises(NotPossible, match="不能再改"):
            policies.next_outcome(bid, outcome.key)
    else:
        assert bid.stage == outcome.to and bid.state == "open"
    states = {"grant": "held", "confirm": "held", "defer": "deferred", "withdraw": "withdrawn"}
    if outcome.effect:
        assert title.state == states[outcome.effect]
    if outcome.effect in ("grant", "confirm") and title.term_years:
        assert title.expires_on == add_months(timezone.localdate(), 12 * title.term_years)
    if outcome.opens:
        assert title.bids.filter(purpose=outcome.opens, state="open").exists()


@pytest.mark.django_db
def test_confirmed_conditions_stop_the_recommendation_and_unconfirmed_ones_only_warn(campaign, office):
    from decimal import Decimal

    from weicheng.judgement.titles.services.bids import answer_condition

    bid = bid_of(title_of(campaign, office), office, "national-2015")
    for one in ("ready", "accepted", "passed"):
        step(bid, office, one)
    with pytest.raises(NotPossible, match="群众支持率”还没有填"):
        step(bid, office, "recommended")
    answer_condition(by=office, bid=bid, condition="citizen_support", value=Decimal("69.9"))
    with pytest.raises(NotPossible, match=r"群众支持率69\.9%，低于70%.*来源：2015年办法"):
        step(bid, office, "recommended")
    answer_condition(by=office, bid=bid, condition="citizen_support", value=Decimal("70"))
    step(bid, office, "recommended")  # no provincial title is registered: that rule is not confirmed
    assert Bid.objects.get(pk=bid.pk).stage == "field_review"


@pytest.mark.django_db
def test_a_refusal_may_always_be_recorded(campaign, office):
    bid = bid_of(title_of(campaign, office), office, "national-2015")
    for one in ("ready", "accepted", "passed", "declined"):
        step(bid, office, one)
    assert Bid.objects.get(pk=bid.pk).stage == "self_check"


@pytest.mark.django_db
def test_a_stage_knows_its_last_day_from_the_rule(campaign, office):
    today = timezone.localdate()
    bid = bid_of(title_of(campaign, office), office, cycle_from=today.year)
    for one in ("ready", "accepted", "passed", "recommended", "passed", "passed", "passed"):
        step(bid, office, one, today - timedelta(days=5))
    bid.refresh_from_db()
    assert bid.stage == "public_notice" and bid.stage_due_on == today + timedelta(days=9)
    step(bid, office, "clear")
    bid.refresh_from_db()
    assert bid.stage_due_on == date(today.year + 2, 12, 31)


def test_the_page_of_the_manual_is_what_the_data_says():
    from django.conf import settings

    from weicheng.judgement.titles.diagrams import PAGE, document

    kept = (settings.BASE_DIR / PAGE).read_text(encoding="utf-8")
    assert kept == document(), "run python -m weicheng.judgement.titles.diagrams > docs/reference/title-stages.md"
