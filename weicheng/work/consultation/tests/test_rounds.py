"""A round: who is asked what, how they reply, how the office rules, what happens when rows change under it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.services import merge_units, rename_unit
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.work.consultation.asking import asks_of
from weicheng.work.consultation.choices import How, Ruling, Verb
from weicheng.work.consultation.models import Reply, Round
from weicheng.work.consultation.selectors.rounds import board_of, disputes, unit_rows, waiting_by_unit
from weicheng.work.consultation.services.replying import reply_rows
from weicheng.work.consultation.services.rounds import close_round, extend_round, open_round, remind_round
from weicheng.work.consultation.services.ruling import decline_reply, settle_moot, take_reply
from weicheng.work.plans.errors import NotPossible as PlansNotPossible
from weicheng.work.plans.models import DraftRow
from weicheng.work.plans.services import owning, publishing, restructuring, reviewing
from weicheng.work.plans.services.undoing import undo_last
from weicheng.work.plans.tests.factories import PlanFactory

pytestmark = pytest.mark.django_db


def say(by, round_, unit, row, verb=Verb.AGREE, **more):
    shown = {ask.row.pk: ask.print for ask in asks_of(round_.plan, [unit.pk])}
    return reply_rows(by=by, round_=round_, unit=unit, rows=[(row.pk, shown.get(row.pk, ""))], verb=verb, **more)


def agree_all(by, round_, unit):
    rows = [(ask.row.pk, ask.print) for ask in asks_of(round_.plan, [unit.pk])]
    return reply_rows(by=by, round_=round_, unit=unit, rows=rows, verb=Verb.AGREE)


def titles(rows):
    return {one.ask.row.title for one in rows}


@pytest.fixture
def bounced(wang, round_, bureau, drains, water):
    """The bureau wants the water bureau to do the drains."""
    say(wang, round_, bureau, drains, Verb.OWNER, reason="管网归水务局", to_unit=water)
    return Reply.objects.get()


class TestOpening:
    def test_every_unit_that_owns_rows_is_asked_for_its_own_and_told(self, round_, bureau, towns, wang) -> None:
        assert titles(unit_rows(round_, bureau)) == {"新建公厕4座", "疏通雨水管网", "清扫背街小巷"}
        assert titles(unit_rows(round_, towns[0])) == {"清扫背街小巷"}
        assert Notice.objects.filter(user=wang, code="consultation.round.opened").count() == 1

    def test_one_round_at_a_time(self, clerk, plan, round_, next_week) -> None:
        with pytest.raises(NotPossible, match="正在征求意见"):
            open_round(by=clerk, plan=plan, reply_by=next_week)
        close_round(by=clerk, round_=round_)
        assert not Notice.objects.filter(code="consultation.round.opened", settled_at=None).exists()
        assert open_round(by=clerk, plan=plan, reply_by=next_week).number == 2

    def test_the_last_day_is_not_in_the_past(self, clerk, plan, toilets) -> None:
        for wrong in (timezone.localdate() - timedelta(days=1), "", "2026-02-30"):
            with pytest.raises(Invalid):
                open_round(by=clerk, plan=plan, reply_by=wrong)

    def test_a_plan_without_a_unit_asks_nobody(self, clerk, campaign, next_week) -> None:
        with pytest.raises(NotPossible):
            open_round(by=clerk, plan=PlanFactory(campaign=campaign), reply_by=next_week)


class TestReplying:
    def test_all_at_once(self, wang, round_, bureau, plan) -> None:
        assert str(agree_all(wang, round_, bureau)) == "已答复3项。"
        assert waiting_by_unit(round_, [bureau]) == {bureau.pk: (3, 0)}
        assert len(board_of(round_).missing) == 3  # the towns

    def test_the_same_again_is_one_reply(self, wang, round_, bureau) -> None:
        agree_all(wang, round_, bureau)
        again = agree_all(wang, round_, bureau)
        assert (again.given, again.same, Reply.objects.count()) == (0, 3, 3)
        assert AuditEvent.objects.filter(action="consultation.reply.given").count() == 1

    @pytest.mark.parametrize(
        ("verb", "more", "field"),
        [
            (Verb.OBJECT, {"reason": " "}, "reason"),
            (Verb.OWNER, {"reason": "不归我们"}, "to_unit"),
            (Verb.DATE, {"reason": "汛期"}, "due_on"),
            (Verb.DATE, {"reason": "汛期", "due_on": "下周"}, "due_on"),
            ("maybe", {}, "verb"),
        ],
    )
    def test_an_objection_says_why_and_what_instead(self, wang, round_, bureau, toilets, verb, more, field) -> None:
        with pytest.raises(Invalid) as caught:
            say(wang, round_, bureau, toilets, verb, **more)
        assert caught.value.field == field

    def test_a_unit_does_not_propose_itself(self, wang, round_, bureau, toilets) -> None:
        with pytest.raises(Invalid):
            say(wang, round_, bureau, toilets, Verb.OWNER, reason="x", to_unit=bureau)

    def test_who_has_replied_to_everything_is_not_asked_any_more(self, wang, round_, bureau, toilets):
        still = Notice.objects.filter(user=wang, code="consultation.round.opened", settled_at=None)
        say(wang, round_, bureau, toilets)
        assert still.exists(), "two rows still wait"
        agree_all(wang, round_, bureau)
        assert not still.exists()

    def test_what_changed_since_the_page_was_opened_is_not_agreed_to(self, wang, clerk, round_, bureau, toilets):
        shown = [(ask.row.pk, ask.print) for ask in asks_of(round_.plan, [bureau.pk])]
        reviewing.edit_row(by=clerk, row=toilets, version=1, changes={"title": "新建公厕40座"})
        replied = reply_rows(by=wang, round_=round_, unit=bureau, rows=shown, verb=Verb.AGREE)
        assert (replied.given, replied.stale) == (2, ("新建公厕40座",))

    def test_another_units_row_cannot_be_answered(self, shui, round_, water, toilets) -> None:
        assert say(shui, round_, water, toilets).given == 0

    def test_a_new_reply_takes_the_place_of_an_objection_that_waits(self, bounced, wang, round_, bureau, drains):
        say(wang, round_, bureau, drains)
        bounced.refresh_from_db()
        assert (bounced.ruling, bounced.is_current) == (Ruling.LAPSED, False)
        assert board_of(round_).open_objections == []
        assert disputes(round_.plan.campaign).count() == 1

    def test_the_office_replies_for_a_unit_and_it_is_marked(self, clerk, round_, towns, sweeping) -> None:
        say(clerk, round_, towns[0], sweeping)
        assert Reply.objects.get().on_behalf

    def test_late_is_better_than_never_but_not_after_the_end(self, wang, clerk, round_, bureau, toilets) -> None:
        Round.objects.update(reply_by=timezone.localdate() - timedelta(days=3))
        assert say(wang, round_, bureau, toilets).given == 1
        close_round(by=clerk, round_=round_)
        with pytest.raises(NotPossible, match="不再收答复"):
            say(wang, round_, bureau, toilets, Verb.OBJECT, reason="晚了")

    def test_nor_once_the_plan_is_published(self, wang, clerk, round_, plan, bureau, toilets) -> None:
        publishing.publish_plan(by=clerk, plan=plan, decisions=publishing.Decisions(only_checked=False))
        with pytest.raises(NotPossible):
            say(wang, round_, bureau, toilets)


class TestRuling:
    def test_taken_the_owner_is_replaced_and_the_new_one_asked(
        self, clerk, bounced, round_, bureau, water, drains, shui
    ):
        take_reply(by=clerk, reply=bounced, how=How.OWNER, reason="三定方案如此")
        assert [owner.unit for owner in drains.owners.all()] == [water]
        assert "疏通雨水管网" not in titles(unit_rows(round_, bureau))
        (row,) = unit_rows(round_, water)
        assert row.is_waiting
        assert Notice.objects.filter(user=shui, code="consultation.row.moved").exists()
        assert Notice.objects.filter(user=bounced.by, code="consultation.reply.settled").count() == 1
        event = AuditEvent.objects.filter(action="plans.row.owners").latest("id")
        assert "管网归水务局" in event.reason

    def test_undone_on_the_review_page_the_unit_is_asked_anew(self, clerk, bounced, round_, bureau, drains, plan):
        take_reply(by=clerk, reply=bounced, how=How.OWNER)
        undo_last(by=clerk, plan=plan)
        assert next(one for one in unit_rows(round_, bureau) if one.ask.row == drains).is_waiting

    def test_declined_needs_a_reason_keeps_the_row_and_is_told(self, clerk, bounced, round_, bureau, wang, drains):
        with pytest.raises(Invalid):
            decline_reply(by=clerk, reply=bounced, reason="")
        decline_reply(by=clerk, reply=bounced, reason="雨水管网在城管局")
        assert [owner.unit for owner in drains.owners.all()] == [bureau]
        notice = Notice.objects.get(user=wang, code="consultation.reply.settled")
        assert "雨水管网在城管局" in notice.text
        assert not next(one for one in unit_rows(round_, bureau) if one.ask.row == drains).is_waiting

    @pytest.mark.parametrize("second", ["take", "decline"])
    def test_it_is_ruled_on_once(self, clerk, bounced, second) -> None:
        other = user_with_role(Role.OFFICE, name="林某")
        decline_reply(by=clerk, reply=bounced, reason="雨水管网在城管局")
        with pytest.raises(NotPossible, match="不采纳，周某"):
            if second == "take":
                take_reply(by=other, reply=bounced, how=How.OWNER)
            else:
                decline_reply(by=other, reply=bounced, reason="再说一遍")

    def test_a_date_that_is_taken_is_written_and_not_asked_again(self, clerk, wang, round_, bureau, toilets) -> None:
        say(wang, round_, bureau, toilets, Verb.DATE, reason="汛期停工", due_on="2026-08-31")
        take_reply(by=clerk, reply=Reply.objects.get(), how=How.DATE)
        assert DraftRow.objects.get(pk=toilets.pk).due_on == date(2026, 8, 31)
        assert not next(one for one in unit_rows(round_, bureau) if one.ask.row == toilets).is_waiting

    def test_one_of_a_collective_leaves_it_and_the_others_stay(self, clerk, round_, towns, sweeping, water) -> None:
        boss = user_with_role(Role.LIAISON, towns[1])
        say(boss, round_, towns[1], sweeping, Verb.OWNER, reason="河湾没有背街", to_unit=water)
        take_reply(by=clerk, reply=Reply.objects.get(), how=How.OWNER)
        leads = {owner.unit.short_name for owner in sweeping.owners.filter(role="lead")}
        assert leads == {"北苑街道", "禾丰街道", "区水务局"}
        assert sweeping.owners.filter(role="coop").count() == 1

    def test_a_unit_may_simply_be_taken_off(self, clerk, wang, round_, bureau, toilets) -> None:
        say(wang, round_, bureau, toilets, Verb.OBJECT, reason="今年没有这笔钱")
        take_reply(by=clerk, reply=Reply.objects.get(), how=How.REMOVE)
        assert not toilets.owners.exists()

    def test_a_task_that_comes_back_is_seen_to_go_round(self, clerk, bounced, round_, water, bureau, shui, drains):
        take_reply(by=clerk, reply=bounced, how=How.OWNER)
        say(shui, round_, water, drains, Verb.OWNER, reason="雨水归城管", to_unit=bureau)
        (dispute,) = board_of(round_).open_objections
        assert dispute.goes_round
        assert [one.unit_name for one in dispute.trail] == ["青禾区城市管理局", "青禾区水务局"]


class TestRowsThatChange:
    def test_edited_in_substance_the_unit_is_asked_again(self, clerk, wang, round_, bureau, toilets) -> None:
        agree_all(wang, round_, bureau)
        reviewing.edit_row(by=clerk, row=toilets, version=1, changes={"category": "archives"})
        assert waiting_by_unit(round_, [bureau])[bureau.pk] == (3, 0)
        reviewing.edit_row(by=clerk, row=toilets, version=2, changes={"due_on": "2026-05-31"})
        (again,) = [one for one in unit_rows(round_, bureau) if one.has_changed]
        assert again.ask.row == toilets

    def test_split_both_pieces_are_asked(self, clerk, wang, round_, bureau, plan) -> None:
        row = restructuring.add_row(by=clerk, plan=plan, start=0, end=17)
        agree_all(wang, round_, bureau)
        asked, _ = waiting_by_unit(round_, [bureau])[bureau.pk]
        restructuring.split_row(by=clerk, row=row, version=DraftRow.objects.get(pk=row.pk).version, at=6)
        assert waiting_by_unit(round_, [bureau])[bureau.pk] == (asked + 1, 2)

    def test_merged_the_one_that_stays_is_asked_and_the_objection_to_the_other_is_settled(
        self, clerk, wang, round_, bureau, bounced, drains
    ) -> None:
        restructuring.merge_with_previous(by=clerk, row=drains, version=1)
        assert board_of(round_).open_objections == []
        assert settle_moot(round_) == 1
        assert settle_moot(round_) == 0
        bounced.refresh_from_db()
        assert bounced.ruling == Ruling.LAPSED
        assert Notice.objects.filter(user=wang, code="consultation.reply.settled").count() == 1

    def test_dropped_it_is_asked_no_more(self, clerk, round_, bureau, toilets) -> None:
        reviewing.drop_row(by=clerk, row=toilets, version=1)
        assert titles(unit_rows(round_, bureau)) == {"疏通雨水管网", "清扫背街小巷"}

    def test_given_to_another_by_hand_the_objection_is_settled(self, clerk, bounced, round_, drains, water) -> None:
        owner = drains.owners.get()
        owning.change_owner(by=clerk, owner=owner, version=1, unit=water)
        assert settle_moot(round_) == 1

    def test_a_row_that_is_gone_is_not_ruled_on(self, clerk, bounced, drains) -> None:
        drains.delete()
        with pytest.raises((NotPossible, PlansNotPossible)):
            take_reply(by=clerk, reply=bounced, how=How.EDITED)


class TestUnitsThatChange:
    def test_renamed_the_reply_keeps_the_name_of_its_day(self, clerk, bounced, bureau, round_) -> None:
        rename_unit(
            by=clerk, unit=bureau, name="青禾区城市管理和执法局", short_name="区执法局", on=timezone.localdate()
        )
        assert disputes(round_.plan.campaign).get().unit_name == "青禾区城市管理局"

    def test_merged_the_new_unit_is_asked_and_the_old_words_stay(self, clerk, bounced, bureau, water, round_) -> None:
        merge_units(by=clerk, units=[bureau], into=water, on=timezone.localdate())
        assert titles(unit_rows(round_, water)) == {"新建公厕4座", "疏通雨水管网", "清扫背街小巷"}
        assert all(one.is_waiting for one in unit_rows(round_, water))
        assert disputes(round_.plan.campaign).get().unit_name == "青禾区城市管理局"


class TestReminding:
    def test_those_without_a_reply_are_told_once_a_day_and_the_silent_are_named(self, clerk, wang, round_, towns):
        first = remind_round(by=clerk, round_=round_)
        assert (first.accounts, first.units) == (1, 4)
        assert "北苑街道" in str(first) and "请打电话" in str(first)
        assert remind_round(by=clerk, round_=round_).accounts == 0
        assert Notice.objects.filter(code="consultation.round.reminded").count() == 1

    def test_the_last_day_can_be_moved(self, clerk, round_) -> None:
        later = timezone.localdate() + timedelta(days=30)
        assert extend_round(by=clerk, round_=round_, reply_by=later).reply_by == later


def test_publishing_with_matters_open_is_possible_and_said(clerk, plan, round_, bounced) -> None:
    published = publishing.publish_plan(by=clerk, plan=plan, decisions=publishing.Decisions(only_checked=False))
    event = AuditEvent.objects.get(action="plans.plan.published")
    assert published.created == 3
    assert event.after["text"] == "第1轮征求意见还没有完：1条意见还没有裁定，4家单位还没有答复完。"
    assert disputes(plan.campaign).get().ruling == Ruling.OPEN


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", ["open", "reply", "rule", "close", "remind", "extend"])
def test_who_may_do_what(clerk, bureau, bounced, round_, plan, toilets, next_week, role, action) -> None:
    """The office does all; the unit's liaison replies; nobody else anything."""
    user = user_with_role(role, bureau if role == Role.LIAISON else None)
    calls = {
        "open": lambda: open_round(by=user, plan=plan, reply_by=next_week),
        "reply": lambda: say(user, round_, bureau, toilets),
        "rule": lambda: decline_reply(by=user, reply=bounced, reason="不行"),
        "close": lambda: close_round(by=user, round_=round_),
        "remind": lambda: remind_round(by=user, round_=round_),
        "extend": lambda: extend_round(by=user, round_=round_, reply_by=next_week),
    }
    if action == "open" and role == Role.OFFICE:
        close_round(by=clerk, round_=round_)
    if role == Role.OFFICE or (role == Role.LIAISON and action == "reply"):
        calls[action]()
    else:
        with pytest.raises(NotAllowed):
            calls[action]()
