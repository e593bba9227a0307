from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Person
from weicheng.ground.org.services import merge_units, rename_unit
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.work.duties.models import Roster, ShiftLog
from weicheng.work.duties.roster_choices import RosterPace
from weicheng.work.duties.selectors import roster_lists
from weicheng.work.duties.services import roster_changing, roster_drafting, roster_logging, roster_planning
from weicheng.work.duties.services.roster_logging import Stopped
from weicheng.work.duties.tests.roster_making import EVENING, MORNING, again, draft, places, planned, published
from weicheng.work.duties.views import roster_input
from weicheng.work.duties.wording import ACTIONS

pytestmark = pytest.mark.django_db
NINTH = date(2026, 3, 9)


def member(roster, name):
    return roster.members.select_related("roster__unit", "roster__campaign", "roster__job").get(name=name)


def turn_after(roster, day, **more):
    return roster.turns.filter(day__gte=day, **more).select_related("roster", "member", "shift").first()


def someone_else(roster, turn):
    busy = roster.turns.filter(day=turn.day).values("member")
    return roster.members.exclude(pk__in=busy).first()


def test_a_roster_is_filled_from_the_people_of_the_unit_by_working_days_and_days_off(clerk, campaign, bureau):
    roster = planned(clerk, draft(clerk, campaign, bureau))
    filled = Counter((day, shift) for _, day, shift in places(roster))
    assert filled[date(2026, 3, 11), "早班"] == 1
    assert filled[date(2026, 3, 14), "早班"] == 2
    assert sum(filled.values()) == 14 * 2 + 4
    loads = Counter(name for name, _, _ in places(roster))
    assert max(loads.values()) - min(loads.values()) <= 1
    assert "已证明最优" in " ".join(roster.result["words"])


def test_leave_and_exemption_and_shares_are_kept(clerk, campaign, bureau):
    roster = draft(clerk, campaign, bureau)
    morning = roster.shifts.get(name="早班")
    roster_drafting.set_member(by=clerk, member=member(roster, "赵1"), share=50, exempt=[morning])
    roster_drafting.add_leave(by=clerk, member=member(roster, "赵2"), first=NINTH, last=date(2026, 3, 15))
    loads = Counter()
    for name, day, shift in places(planned(clerk, roster)):
        loads[name] += 1
        assert (name, shift) != ("赵1", "早班")
        assert name != "赵2" or day > date(2026, 3, 15)
    assert loads["赵1"] < loads["赵3"]


def test_too_few_people_are_said_in_words_and_the_rest_is_planned(clerk, campaign, bureau):
    roster = planned(clerk, draft(clerk, campaign, bureau, people=1))
    assert not roster.result["is_complete"]
    assert any("缺" in sentence and "人次" in sentence for sentence in roster.result["words"])
    assert roster.turns.count() == 14


def test_a_weekly_roster_has_one_on_duty_a_week(clerk, campaign, bureau):
    week = roster_drafting.ShiftWish("值班员", time(8), time(18), 1, 0)
    roster = draft(clerk, campaign, bureau, people=3, shifts=[week], pace=RosterPace.WEEK, ends_on=date(2026, 4, 5))
    days = sorted(day for _, day, _ in places(planned(clerk, roster)))
    assert days == [NINTH + timedelta(days=7 * n) for n in range(4)]


def test_the_same_press_twice_makes_one_roster(clerk, campaign, bureau):
    key = uuid4()
    one, other = (draft(clerk, campaign, bureau, people=0, key=key) for _ in range(2))
    assert one == other
    assert Roster.objects.count() == 1


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"name": " "}, "name"),
        ({"ends_on": date(2026, 3, 8)}, "ends_on"),
        ({"ends_on": date(2028, 3, 8)}, "ends_on"),
        ({"shifts": []}, "shifts"),
        ({"shifts": [MORNING, MORNING]}, "shifts"),
        ({"shifts": [roster_drafting.ShiftWish("早班", time(7), time(9), 0, 0)]}, "shifts"),
        ({"rest_hours": 999}, "rest_hours"),
        ({"pace": "year"}, "pace"),
    ],
)
def test_what_makes_no_roster_is_refused_at_its_field(clerk, campaign, bureau, wrong, field):
    with pytest.raises(Invalid) as refused:
        draft(clerk, campaign, bureau, people=0, **wrong)
    assert refused.value.field == field
    assert not Roster.objects.exists()


def test_people_who_are_missing_are_added_by_name_once(clerk, campaign, bureau):
    roster = draft(clerk, campaign, bureau, people=1)
    roster_drafting.add_members(by=clerk, roster=roster, names=["钱某", " 钱某 ", "孙某"])
    assert list(roster.members.values_list("name", flat=True)) == ["赵1", "钱某", "孙某"]
    assert Person.objects.get(name="钱某").posts.get().unit == bureau
    with pytest.raises(Invalid, match="已经在表上"):
        roster_drafting.add_members(by=clerk, roster=roster, names=["赵1"])


def test_a_published_roster_is_not_planned_changed_or_deleted_any_more(clerk, campaign, bureau):
    roster = published(clerk, campaign, bureau)
    one = member(roster, "赵1")
    for attempt in (
        lambda: roster_planning.request_plan(by=clerk, roster=roster),
        lambda: roster_planning.publish_roster(by=clerk, roster=roster),
        lambda: roster_drafting.add_members(by=clerk, roster=roster, names=["某某"]),
        lambda: roster_drafting.remove_member(by=clerk, member=one),
        lambda: roster_drafting.set_member(by=clerk, member=one, share=50, exempt=[]),
        lambda: roster_drafting.delete_roster(by=clerk, roster=roster),
    ):
        with pytest.raises(NotPossible, match="已经发布"):
            attempt()


def test_a_draft_without_turns_is_not_published_and_an_empty_one_not_planned(clerk, campaign, bureau):
    roster = draft(clerk, campaign, bureau, people=0)
    with pytest.raises(NotPossible, match="还没有排班"):
        roster_planning.publish_roster(by=clerk, roster=roster)
    with pytest.raises(NotPossible, match="还没有人"):
        roster_planning.request_plan(by=clerk, roster=roster)


def test_nothing_is_changed_while_a_job_plans(clerk, campaign, bureau):
    roster = draft(clerk, campaign, bureau)
    roster_planning.request_plan(by=clerk, roster=roster)
    with pytest.raises(NotPossible, match="正在排班"):
        roster_planning.request_plan(by=clerk, roster=again(roster))


def test_two_who_agree_swap_their_turns(clerk, campaign, bureau):
    roster = published(clerk, campaign, bureau, shifts=(MORNING,))
    one = turn_after(roster, date(2026, 3, 16))
    other = turn_after(roster, date(2026, 3, 19), shift=one.shift)
    names = one.member.name, other.member.name
    with pytest.raises(Invalid, match="都同意"):
        roster_changing.swap_turns(by=clerk, one=one, other=other, agreed=False, key=uuid4())
    key = uuid4()
    for _ in range(2):
        entry = roster_changing.swap_turns(by=clerk, one=one, other=other, agreed=True, key=key)
    assert (names[1], one.day, "早班") in places(roster)
    assert (names[0], other.day, "早班") in places(roster)
    assert all(name in entry.text for name in names)
    assert roster.changes.count() == 1
    assert roster.turns.count() == 14 + 4


def test_a_swap_that_breaks_a_rule_is_refused_and_leaves_all_as_it_was(clerk, campaign, bureau):
    roster = published(clerk, campaign, bureau)
    one = turn_after(roster, date(2026, 3, 16))
    other = turn_after(roster, date(2026, 3, 19))
    roster_drafting.add_leave(by=clerk, member=member(roster, other.member.name), first=one.day, last=one.day)
    before = places(roster)
    with pytest.raises(NotPossible, match="请假"):
        roster_changing.swap_turns(by=clerk, one=one, other=other, agreed=True, key=uuid4())
    assert places(roster) == before


def test_somebody_stands_in_on_the_day_itself_but_not_for_yesterday(clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau)
    now = turn_after(roster, today)
    substitute = someone_else(roster, now)
    roster_changing.substitute(by=clerk, turn=now, member=substitute, key=uuid4(), reason="生病")
    assert (substitute.name, today, now.shift.name) in places(roster)
    past = turn_after(roster, NINTH)
    with pytest.raises(NotPossible, match="已经过去"):
        roster_changing.substitute(by=clerk, turn=past, member=someone_else(roster, past), key=uuid4())


def test_a_substitute_on_duty_that_day_or_without_rest_is_refused(clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau, rest_days=1)
    turn = turn_after(roster, today, shift__name="早班")
    same_day = roster.turns.filter(day=today, shift__name="晚班").first().member
    with pytest.raises(NotPossible, match="一天最多一个班"):
        roster_changing.substitute(by=clerk, turn=turn, member=same_day, key=uuid4())
    next_day = roster.turns.filter(day=today + timedelta(days=1)).exclude(member=turn.member).first().member
    with pytest.raises(NotPossible, match="休息不够"):
        roster_changing.substitute(by=clerk, turn=turn, member=next_day, key=uuid4())


def test_one_who_leaves_is_replaced_from_that_day_on_and_the_past_stays(clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau)
    before = places(roster)
    job = roster_planning.drop_out(by=clerk, member=member(roster, "赵2"), since=date(2026, 3, 16), reason="调走")
    with pytest.raises(NotPossible, match="正在排班"):
        roster_planning.request_replan(by=clerk, roster=again(roster), reason="")
    assert jobs.run_inline(job).state == "done"
    after = places(roster)
    cut = date(2026, 3, 16)
    assert {place for place in before if place[1] < cut} == {place for place in after if place[1] < cut}
    assert not any(name == "赵2" and day >= cut for name, day, _ in after)
    assert Counter(p[1:] for p in before) == Counter(p[1:] for p in after)
    others = {place for place in before if place[1] >= cut and place[0] != "赵2"}
    assert len(others - after) <= 1
    entry = roster.changes.get()
    assert entry.kind == "dropout" and "赵2退出：调走" in entry.text
    with pytest.raises(NotPossible, match="已在3月16日退出"):
        roster_planning.drop_out(by=clerk, member=member(roster, "赵2"), since=cut, reason="再来一次")


def test_a_replanning_that_runs_twice_writes_one_entry(clerk, campaign, bureau):
    roster = published(clerk, campaign, bureau)
    job = roster_planning.drop_out(by=clerk, member=member(roster, "赵2"), since=date(2026, 3, 16), reason="调走")
    jobs.run_inline(job)
    once = places(roster)
    roster_planning.plan_roster(job)
    assert places(roster) == once
    assert roster.changes.count() == 1


def test_leaving_cannot_be_dated_back_and_needs_a_reason(clerk, campaign, bureau, today):
    one = member(published(clerk, campaign, bureau), "赵1")
    with pytest.raises(Invalid, match="不能早于今天"):
        roster_planning.drop_out(by=clerk, member=one, since=today - timedelta(days=1), reason="调走")
    with pytest.raises(Invalid, match="原因"):
        roster_planning.drop_out(by=clerk, member=one, since=today, reason=" ")


def test_leave_entered_after_publishing_is_planned_around_with_few_changes(clerk, campaign, bureau):
    roster = published(clerk, campaign, bureau)
    first, last = date(2026, 3, 16), date(2026, 3, 22)
    roster_drafting.add_leave(by=clerk, member=member(roster, "赵3"), first=first, last=last)
    jobs.run_inline(roster_planning.request_replan(by=clerk, roster=again(roster), reason="赵3请假"))
    assert not any(name == "赵3" and day >= first for name, day, _ in places(roster))


def test_the_shift_log_says_who_came_what_was_stopped_and_what_came_back(clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau)
    yesterday = today - timedelta(days=1)
    for day in (yesterday, today):
        turn = turn_after(roster, day, shift__name="晚班")
        log(clerk, roster, turn, (day == yesterday, "生病"), [Stopped("邮局门口", "占道经营", "劝导", day == today)])
    shown = next(one for one in roster_lists.shifts_of_day(roster, today, False) if one.shift.name == "晚班")
    violation = shown.logs[0].violations.all()[0]
    assert (violation.came_back, violation.earlier) == (True, 1)
    assert [(spot.spot, spot.times, spot.came_back) for spot in roster_lists.relapses(roster)] == [("邮局门口", 2, 1)]
    absent = roster_lists.attendance(roster, today)[0]
    assert (absent.absent, absent.name) == (1, shown.turns[0].member.name)
    assert shown.turns[0].absence == "生病"


def log(by, roster, turn, came, stopped=(), key=None):
    return roster_logging.log_shift(
        by=by,
        roster=roster,
        shift=turn.shift,
        day=turn.day,
        key=key or uuid4(),
        attendance={turn.pk: came},
        stopped=stopped,
    )


def test_a_log_pressed_twice_is_one_and_attendance_corrected_is_kept_in_the_trail(clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau)
    turn, key = turn_after(roster, today), uuid4()
    assert log(clerk, roster, turn, (True, ""), key=key) == log(clerk, roster, turn, (True, ""), key=key)
    log(clerk, roster, turn, (False, "没有来"))
    turn.refresh_from_db()
    assert (turn.came, turn.absence) == (False, "没有来")
    assert ShiftLog.objects.count() == 2
    assert AuditEvent.objects.filter(action="duties.shift.logged").latest("pk").before == {turn.member.name: "到岗"}


def test_what_is_no_log_is_refused(clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau)
    shift = roster.shifts.first()
    common = {"by": clerk, "roster": roster, "shift": shift, "key": uuid4()}
    with pytest.raises(Invalid, match="还没到"):
        roster_logging.log_shift(**common, day=today + timedelta(days=1), text="扫完了")
    with pytest.raises(Invalid, match="谁到岗"):
        roster_logging.log_shift(**common, day=today)
    with pytest.raises(Invalid, match="地点"):
        roster_logging.log_shift(**common, day=today, stopped=[Stopped("", "占道经营")])
    assert not ShiftLog.objects.exists()


def test_a_turn_that_was_recorded_is_not_given_away(clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau)
    turn = turn_after(roster, today)
    log(clerk, roster, turn, (True, ""))
    with pytest.raises(NotPossible, match="已经记了"):
        roster_changing.substitute(by=clerk, turn=turn, member=someone_else(roster, turn), key=uuid4())


def _actions(roster, campaign, bureau, today):
    turn = turn_after(roster, today)
    return {
        "create": lambda user: roster_drafting.create_roster(
            by=user, campaign=campaign, unit=bureau, name="某某", starts_on=today, ends_on=today, shifts=[EVENING]
        ),
        "leave": lambda user: roster_drafting.add_leave(
            by=user, member=member(roster, "赵1"), first=date(2026, 3, 20), last=date(2026, 3, 20)
        ),
        "substitute": lambda user: roster_changing.substitute(
            by=user, turn=turn, member=someone_else(roster, turn), key=uuid4()
        ),
        "log": lambda user: log(user, roster, turn_after(roster, today, came=None), (True, "")),
        "drop out": lambda user: roster_planning.drop_out(
            by=user, member=member(roster, "赵5"), since=date(2026, 3, 18), reason="调走"
        ),
        "address": lambda user: roster_logging.renew_address(by=user, roster=roster),
    }


@pytest.mark.parametrize("action", ["create", "leave", "substitute", "log", "drop out", "address"])
@pytest.mark.parametrize(
    "role, may",
    [("office", True), ("liaison", True), ("other", False), ("leader", False), ("inspector", False),
     ("auditor", False), ("admin", False)],
)  # fmt: skip
def test_only_the_office_and_the_units_liaison_write(role, may, action, clerk, liaison, other, campaign, bureau, today):
    cast = {"office": clerk, "liaison": liaison, "other": other}
    user = cast.get(role) or user_with_role(getattr(Role, role.upper()))
    roster = published(clerk, campaign, bureau)
    attempt = _actions(roster, campaign, bureau, today)[action]
    if may:
        attempt(user)
    else:
        with pytest.raises(NotAllowed):
            attempt(user)


@pytest.mark.parametrize(
    "role, sees", [("liaison", True), ("other", False), ("leader", True), ("inspector", False), ("auditor", True)]
)
def test_rosters_are_read_within_scope(role, sees, clerk, liaison, other, campaign, bureau):
    roster = published(clerk, campaign, bureau)
    user = {"liaison": liaison, "other": other}.get(role) or user_with_role(getattr(Role, role.upper()))
    assert (roster_lists.roster_for(user, roster.pk) is not None) == sees


def test_a_closed_campaign_takes_no_more_changes(clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau)
    campaign.is_closed = True
    campaign.save()
    attempts = _actions(again(roster), campaign, bureau, today)
    attempts.pop("address")  # an address that leaked is changed at any time
    for attempt in attempts.values():
        with pytest.raises(NotPossible, match="已结束"):
            attempt(clerk)


def test_the_name_of_the_day_stays_and_the_unit_that_takes_over_sees_it(clerk, other, campaign, bureau, health, today):
    roster = published(clerk, campaign, bureau)
    rename_unit(by=clerk, unit=bureau, name="青禾区城市运行局", short_name="区城运局", on=today)
    assert again(roster).shown_unit == "青禾区城市管理局"
    merge_units(by=clerk, units=[bureau], into=health, on=today)
    assert roster_lists.roster_for(other, roster.pk) is not None


def test_every_action_in_the_trail_has_a_word(clerk, campaign, bureau, today):
    roster = published(clerk, campaign, bureau)
    for attempt in _actions(roster, campaign, bureau, today).values():
        try:
            attempt(clerk)
        except NotPossible:
            continue
    written = set(AuditEvent.objects.filter(action__startswith="duties.").values_list("action", flat=True))
    assert written <= set(ACTIONS)
    assert len(written) >= 6


@pytest.mark.parametrize("values", [{"place": "路" * 201}, {"requirement": "戴" * 201}])
def test_words_longer_than_their_column_are_refused_in_words(clerk, campaign, bureau, values):
    with pytest.raises(Invalid, match="太长"):
        draft(clerk, campaign, bureau, people=1, **values)
    with pytest.raises(Invalid, match="太长"):
        draft(clerk, campaign, bureau, people=0, shifts=[replace(MORNING, name="班" * 31)])


def test_a_time_with_a_zone_is_the_time_of_the_clock():
    assert roster_input.read_time("07:30+03:00") == time(7, 30)
