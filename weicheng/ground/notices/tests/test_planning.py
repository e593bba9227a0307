"""From notices to messages, with the clock of the test: digests, at once, quiet hours, groups."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import CalendarDay
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices import jobs, planning, services
from weicheng.ground.notices.choices import Mode
from weicheng.ground.notices.models import Delivery, GroupLine, Notice
from weicheng.ground.notices.tests.factories import at, message, prefer, robot_of, tell
from weicheng.ground.org.tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
MORNING, EVENING = at("2026-11-19 09:00"), at("2026-11-20 08:41")  # a Thursday; after the next digest


@pytest.fixture
def mail(settings):
    settings.EMAIL_HOST = "127.0.0.1"


@pytest.fixture
def reader():
    return UserFactory(email="reader@example.cn")


def messages() -> list[Delivery]:
    return list(Delivery.objects.order_by("pk"))


def test_by_default_all_that_is_unread_goes_out_once_a_day_in_one_message(mail, reader):
    for title in ("甲", "乙", "丙"):
        tell(reader, title)
    assert planning.plan(MORNING) == 0
    assert planning.plan(at("2026-11-20 08:39")) == 0
    assert planning.plan(EVENING) == 1
    [one] = messages()
    assert one.subject == "卫城11月20日汇总：3条通知没有看"
    assert all(f"【蓝色提醒】{title}" in one.body for title in ("甲", "乙", "丙"))
    assert planning.plan(EVENING + timedelta(hours=1)) == 0, "once is enough"


def test_a_red_one_waits_for_the_digest_too_unless_the_person_chose_otherwise(mail, reader):
    tell(reader, level="red")
    assert planning.plan(MORNING) == 0
    prefer(reader, red=Mode.ONCE)
    tell(reader, "第二件", level="red")
    tell(reader, "提醒", level="blue")
    assert planning.plan(MORNING) == 1
    assert [one.subject for one in messages()] == ["【红色督办】第二件"]


def test_at_once_in_the_night_becomes_one_message_in_the_morning(mail, reader):
    prefer(reader, red=Mode.ONCE)
    tell(reader, "一", level="red")
    assert planning.plan(at("2026-11-19 23:00")) == 0
    tell(reader, "二", level="red")
    assert planning.plan(at("2026-11-20 03:00")) == 0
    assert planning.plan(at("2026-11-20 08:00")) == 1
    assert messages()[0].subject == "【红色督办】一等2条"


def test_what_was_read_in_time_is_not_sent(mail, reader):
    notice, other = tell(reader, "看过的"), tell(reader, "没看的")
    planning.plan(MORNING)
    services.mark_read(by=reader, notice=notice)
    planning.plan(EVENING)
    assert "看过的" not in messages()[0].body and "没看的" in messages()[0].body
    services.mark_read(by=reader, notice=other)


def test_all_read_means_no_message_at_all(mail, reader):
    notice = tell(reader)
    planning.plan(MORNING)
    services.mark_read(by=reader, notice=notice)
    assert planning.plan(EVENING) == 0


def test_none_stays_in_the_house(mail, reader):
    prefer(reader, blue=Mode.NONE)
    tell(reader)
    planning.plan(MORNING)
    assert planning.plan(EVENING) == 0
    assert Notice.objects.get().due_at is None


@pytest.mark.parametrize("lacking", ["address", "server", "wish", "account"])
def test_without_a_channel_nothing_is_planned_and_the_inbox_has_it(settings, reader, lacking):
    settings.EMAIL_HOST = "" if lacking == "server" else "127.0.0.1"
    if lacking == "address":
        type(reader).objects.update(email="")
    if lacking == "wish":
        prefer(reader, by_mail=False)
    tell(reader)
    planning.plan(MORNING)
    if lacking == "account":
        type(reader).objects.update(is_active=False)
    assert planning.plan(EVENING) == 0
    assert Notice.objects.filter(read_at=None).count() == 1


def test_quiet_days_off_follow_the_calendar_of_the_office(mail, reader):
    CalendarDay.objects.create(day=at("2026-11-20 00:00").date(), is_workday=False)
    prefer(reader, quiet_holidays=True)
    tell(reader)
    planning.plan(MORNING)
    assert timezone.localtime(Notice.objects.get().due_at) == at("2026-11-23 08:40"), (
        "over the Friday off and the weekend"
    )


def test_changing_the_time_moves_what_waits(mail, reader, monkeypatch):
    tell(reader)
    planning.plan(MORNING)
    monkeypatch.setattr("weicheng.ground.notices.services.choosing.timezone.now", lambda: MORNING)
    services.save_preference(by=reader, email=reader.email, digest_at=time(17, 5))
    assert planning.plan(at("2026-11-19 17:06")) == 1


def test_a_digest_in_the_quiet_hours_is_refused_beside_its_field(reader):
    with pytest.raises(Invalid) as refusal:
        services.save_preference(by=reader, email="", digest_at=time(22, 0))
    assert refusal.value.field == "digest_at" and "22:00" in str(refusal.value)


def test_after_a_long_downtime_old_news_stays_in_the_inbox(mail, reader):
    tell(reader)
    planning.plan(MORNING)
    assert planning.plan(EVENING + timedelta(days=10)) == 0


def test_a_transaction_that_is_rolled_back_tells_and_sends_nothing(mail, reader):
    prefer(reader, blue=Mode.ONCE)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(reader)
        raise ZeroDivisionError
    assert planning.plan(MORNING) == 0 and not Notice.objects.exists()


def test_the_same_key_is_told_once_and_sent_once(mail, reader):
    prefer(reader, blue=Mode.ONCE)
    for _ in range(3):
        services.notify(to=[reader, reader], code="x.y.z", key="same", title="一次")
        planning.plan(MORNING)
    services.notify(to=[reader], code="x.y.z", key="same", title="一次", level="blue")
    assert Notice.objects.count() == 1


def test_two_planners_make_each_message_once(mail, reader, monkeypatch):
    prefer(reader, blue=Mode.ONCE)
    tell(reader)
    planning.route(MORNING)
    taken = Notice.objects.get().due_at
    planning.bundle(MORNING)
    Notice.objects.update(due_at=taken)  # what a second one would have read before the first was done
    planning.bundle(MORNING)
    assert len(messages()) == 1


def test_planning_asks_as_often_for_many_people_as_for_few(mail, django_assert_max_num_queries):
    campaign = CampaignFactory()
    robot_of(campaign)
    for _ in range(120):
        user = UserFactory(email="x@example.cn")
        prefer(user, blue=Mode.ONCE)
        for _ in range(3):
            tell(user, campaign_id=campaign.pk)
    with django_assert_max_num_queries(30):
        assert planning.plan(MORNING) == 120


def test_with_nothing_to_do_it_only_looks(django_assert_num_queries):
    with django_assert_num_queries(3):
        assert planning.plan(MORNING) == 0


def test_a_sender_is_started_only_when_something_is_due(reader, monkeypatch):
    started = []
    monkeypatch.setattr(jobs.subprocess, "Popen", lambda *args, **_: started.append(args))
    jobs.send_notices(None)
    assert started == []
    message(robot_of(reader))
    jobs.send_notices(None)
    assert len(started) == 1
    jobs._senders.clear()


def test_old_notices_and_the_old_log_go_and_what_waits_stays(reader):
    robot, long_ago = robot_of(reader), timezone.now() - timedelta(days=200)
    for state in ("sent", "waiting"):
        message(robot, state=state)
    for read_at in (timezone.now(), None):
        Notice.objects.filter(pk=tell(reader).pk).update(read_at=read_at)
    Notice.objects.update(created_at=long_ago)
    Delivery.objects.update(created_at=long_ago)
    jobs.tidy(None)
    assert [one.read_at for one in Notice.objects.all()] == [None]
    assert [one.state for one in messages()] == ["waiting"]


# groups


def test_the_group_of_a_campaign_that_has_ended_hears_nothing():
    campaign = CampaignFactory(is_closed=True)
    robot_of(campaign)
    tell(UserFactory(), level="red", campaign_id=campaign.pk)
    planning.plan(MORNING)
    assert not GroupLine.objects.exists()


def test_a_group_hears_each_matter_once_a_day_with_counts_and_no_names():
    campaign = CampaignFactory()
    robot = robot_of(campaign)
    PersonFactory(name="北苑街道 欧阳某某")
    people = [UserFactory(name="王小明"), UserFactory(name="创卫办")]
    for user in people:
        tell(user, "公厕改造逾期3天", level="yellow", campaign_id=campaign.pk, text="请王小明处理，电话13900001234")
    tell(people[0], "王小明和欧阳某某没有签收", level="red", campaign_id=campaign.pk)
    tell(people[0], "小事", level="info", campaign_id=campaign.pk)
    tell(people[0], "别的活动的事", level="red", campaign_id=campaign.pk + 1)
    assert planning.plan(MORNING) == 0
    assert GroupLine.objects.count() == 2
    assert planning.plan(EVENING) == 1
    [one] = messages()
    assert one.robot == robot
    assert "红色督办1条，黄色预警1条" in one.body
    assert "· 有关同志和有关同志没有签收" in one.body and "· 公厕改造逾期3天" in one.body
    assert not any(word in one.body for word in ("王小明", "欧阳", "1390000", "小事", "别的活动"))
    assert GroupLine.objects.count() == 0


def test_red_ones_reach_the_group_at_once_if_the_office_says_so_and_not_at_night():
    campaign = CampaignFactory()
    robot_of(campaign, red_at_once=True)
    tell(UserFactory(), "甲", level="red", campaign_id=campaign.pk)
    tell(UserFactory(), "乙", level="yellow", campaign_id=campaign.pk)
    assert planning.plan(MORNING) == 1
    assert "甲" in messages()[0].body and "乙" not in messages()[0].body
    tell(UserFactory(), "丙", level="red", campaign_id=campaign.pk)
    assert planning.plan(at("2026-11-19 22:00")) == 0
    assert planning.plan(at("2026-11-20 08:00")) == 1


def test_a_message_for_a_robot_fits_into_what_the_vendor_takes():
    campaign = CampaignFactory()
    robot_of(campaign)
    user = UserFactory()
    for number in range(100):
        tell(user, f"第{number}件很长的事情" * 6, level="yellow", campaign_id=campaign.pk)
    planning.plan(MORNING)
    planning.plan(EVENING)
    body = messages()[0].body
    assert len(body.encode()) <= 2048
    assert "黄色预警100条" in body
    shown = body.count("· ")
    assert f"另有{100 - shown}条。" in body


def test_ones_own_robot_gets_titles_and_no_text(reader):
    robot = robot_of(reader)
    tell(reader, "标题", text="里面的内容")
    planning.plan(MORNING)
    planning.plan(EVENING)
    [one] = messages()
    assert one.robot == robot and "标题" in one.body and "里面的内容" not in one.body


def test_a_subject_is_one_line_whatever_the_title_holds(mail, reader):
    prefer(reader, blue=Mode.ONCE)
    tell(reader, "甲\r\nBcc: all@example.cn")
    planning.plan(MORNING)
    assert messages()[0].subject == "【蓝色提醒】甲 Bcc: all@example.cn"
