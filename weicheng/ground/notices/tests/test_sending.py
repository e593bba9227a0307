"""Sending over real sockets: retries, ends, lanes, rates, two senders at once, and what a killed one leaves."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from django.db import connections
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.tests.processes import wait_until
from weicheng.ground.notices import services
from weicheng.ground.notices.choices import DeliveryKind, DeliveryState
from weicheng.ground.notices.mailing import message_id
from weicheng.ground.notices.models import Attempt, Delivery, Lane, Notice
from weicheng.ground.notices.sending import claims, pace, robots
from weicheng.ground.notices.sending.lanes import open_lanes
from weicheng.ground.notices.sending.run import run
from weicheng.ground.notices.tests.factories import message, robot_of
from weicheng.ground.notices.tests.servers import vendor
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UserFactory, user_with_role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_gaps(monkeypatch):
    monkeypatch.setattr(pace, "GAP", dict.fromkeys(pace.GAP, 0))


@pytest.fixture
def robot(group):
    return robot_of(CampaignFactory(), "wecom", group.address("wecom"))


def again(delivery: Delivery) -> Delivery:
    delivery.refresh_from_db()
    return delivery


def all_is_due_now() -> None:
    """As if the waits were over."""
    Delivery.objects.filter(state=DeliveryState.WAITING).update(next_try_at=timezone.now())
    Lane.objects.update(paused_until=None)


# mail


def test_a_mail_arrives_with_its_subject_text_and_the_same_id_at_every_try(post):
    one = message(UserFactory(email="reader@example.cn"), "三条通知", "正文")
    run()
    [sent] = [message_from_bytes(text.encode()) for text in post.mails]
    assert str(make_header(decode_header(sent["Subject"]))) == "三条通知"
    assert sent.get_payload(decode=True).decode().strip() == "正文"
    assert sent["To"] == "reader@example.cn" and sent["Auto-Submitted"] == "auto-generated"
    assert sent["Message-ID"] == message_id(one) and sent["Message-ID"].endswith("@city.example.cn>")
    assert again(one).state == DeliveryState.SENT and one.ended_at
    Delivery.objects.update(state=DeliveryState.WAITING)  # noted too late: it goes again, under the same id
    all_is_due_now()
    run()
    assert message_from_bytes(post.mails[1].encode())["Message-ID"] == sent["Message-ID"]


def test_a_mailbox_that_does_not_exist_is_given_up_at_once_and_the_office_is_told_once(post):
    office = user_with_role(Role.OFFICE)
    post.mode = "unknown"
    both = [message(UserFactory(email=f"{name}@example.cn")) for name in ("no", "neither")]
    run()
    assert {again(one).state for one in both} == {DeliveryState.DEAD}
    assert both[0].reason == "邮箱地址不存在或不收信"
    [told] = Notice.objects.filter(user=office)
    assert "邮件" in told.title and told.url == "/notices/deliveries/?state=dead"


def test_a_full_mailbox_is_tried_again_while_others_get_their_mail(post):
    post.mode = "full"
    one = message(UserFactory(email="full@example.cn"))
    run()
    assert again(one).state == DeliveryState.WAITING and one.tries == 1
    assert timedelta(seconds=50) < one.next_try_at - timezone.now() < timedelta(seconds=61)
    post.mode = "good"
    other = message(UserFactory(email="good@example.cn"))
    run()
    assert again(other).state == DeliveryState.SENT and again(one).tries == 1


def test_a_mail_server_that_hangs_pauses_the_lane_after_one_try(post):
    post.mode = "hang"
    both = [message(UserFactory(email="x@example.cn")) for _ in range(2)]
    run()
    assert sorted(again(one).tries for one in both) == [0, 1], "the second is spared"
    assert Lane.objects.get(name="mail").paused_until > timezone.now()
    assert open_lanes(timezone.now()) == []


def test_an_account_that_has_left_gets_no_mail(post):
    gone = message(UserFactory(email="x@example.cn", is_active=False))
    run()
    assert again(gone).state == DeliveryState.DEAD and post.mails == []


# retries and ends


def test_a_failure_is_tried_eight_times_with_growing_waits_and_then_given_up(group, robot):
    office = user_with_role(Role.OFFICE)
    group.mode = "refused"
    one = message(robot)
    waits = []
    for _ in range(claims.MOST_TRIES):
        run()
        again(one)
        waits.append(round((one.next_try_at - timezone.now()).total_seconds() / 60))
        all_is_due_now()
    assert waits[:-1] == [1, 2, 4, 8, 16, 32, 64]
    assert (one.state, one.tries, one.reason) == (DeliveryState.DEAD, 8, "企业微信没有收下（代码777）")
    run()
    assert len(group.got) == one.attempts.count() == 8
    assert "工作群" in Notice.objects.get(user=office).title


def test_what_was_given_up_is_sent_when_somebody_asks(group, robot):
    one = message(robot, state=DeliveryState.DEAD, tries=8, reason="坏了")
    services.retry_delivery(by=UserFactory(), delivery=one)
    run()
    assert (again(one).state, one.tries, one.reason) == (DeliveryState.SENT, 1, "")


def test_a_robot_that_is_gone_is_given_up_at_once_with_the_reason(group, robot):
    group.mode = "dropped"
    one = message(robot)
    run()
    assert (again(one).state, one.reason) == (DeliveryState.DEAD, "机器人地址无效，可能已被移出群")


def test_a_test_message_has_its_answer_after_two_tries(group, robot):
    group.mode = "refused"
    one = services.test_robot(by=UserFactory(), robot=robot)
    assert services.test_robot(by=UserFactory(), robot=robot).pk == one.pk, "pressed twice is one"
    run()
    all_is_due_now()
    run()
    assert again(one).state == DeliveryState.DEAD and one.kind == DeliveryKind.TEST


# rates


def test_no_more_than_twenty_a_minute_leave_for_one_robot_and_the_rest_follow(group, robot):
    for _ in range(25):
        message(robot)
    run()
    assert len(group.got) == 20
    assert Delivery.objects.filter(state=DeliveryState.WAITING, tries=0).count() == 5
    assert open_lanes(timezone.now()) == [], "no process is started to wait"
    run()
    assert len(group.got) == 20
    Attempt.objects.update(at=timezone.now() - timedelta(seconds=62))
    all_is_due_now()
    run()
    assert len(group.got) == 25


def test_when_the_vendor_limits_the_try_does_not_count_and_the_lane_waits_as_long_as_it_says(group, robot):
    group.mode = "limited"
    one, other = message(robot), message(robot)
    run()
    assert (again(one).tries, again(other).tries, len(group.got)) == (0, 0, 1)
    assert one.reason == "企业微信限流：发得太快"
    assert timedelta(seconds=50) < Lane.objects.get().paused_until - timezone.now() <= timedelta(seconds=60)


def test_a_robot_that_is_limited_for_a_day_is_given_up(group, robot):
    group.mode = "limited"
    one = message(robot)
    Delivery.objects.update(created_at=timezone.now() - timedelta(hours=25))
    run()
    assert (again(one).state, one.reason) == (DeliveryState.DEAD, "企业微信限流：发得太快")


# nothing blocks anything else


def test_a_channel_that_drips_without_an_end_holds_up_no_other_and_is_cut_off(settings, post, monkeypatch):
    with vendor("drip") as slow, vendor() as quick:
        settings.NOTICE_HOSTS = [slow.host, quick.host]
        campaign = CampaignFactory()
        hanging = message(robot_of(campaign, "wecom", slow.address("wecom")))
        robot = message(robot_of(campaign, "feishu", quick.address("feishu")))
        mail = message(UserFactory(email="x@example.cn"))
        started = time.monotonic()
        run(stop_claiming=1, deadline=2)
        assert time.monotonic() - started < 4
        assert again(robot).state == again(mail).state == DeliveryState.SENT
        assert again(hanging).state == DeliveryState.WAITING and "没有回应" in hanging.reason
        assert Lane.objects.get(name=hanging.robot.lane).paused_until > timezone.now()
        slow.gate.set()
        wait_until(lambda: not any(one.name == hanging.lane for one in threading.enumerate()))
        assert again(hanging).state == DeliveryState.WAITING, "what comes too late is not noted twice"


def test_two_senders_at_once_send_each_message_once(group, robot):
    made = [message(robot) for _ in range(12)]
    threads = [threading.Thread(target=lambda: (run(), connections.close_all())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert {again(one).state for one in made} == {DeliveryState.SENT}
    assert len(group.got) == 12
    assert Attempt.objects.count() == 12


def test_a_robot_that_is_removed_while_it_sends_breaks_nothing(group, robot):
    message(robot)
    group.mode = "hang"
    thread = threading.Thread(target=lambda: (run(), connections.close_all()))
    thread.start()
    wait_until(lambda: len(group.got) == 1)
    services.remove_robot(by=UserFactory(), robot=robot)
    group.gate.set()
    thread.join(120)
    assert not thread.is_alive() and not Delivery.objects.exists() and not Lane.objects.exists()


def test_of_two_claims_one_wins(robot):
    one, now = message(robot), timezone.now()
    assert claims.claim(robot.lane, now) is not None
    assert claims.claim(robot.lane, now) is None
    assert again(one).tries == 1


def test_what_a_killed_sender_had_claimed_is_sent_later_and_the_cut_is_on_file(group, robot):
    before = timezone.now() - claims.LEASE - timedelta(seconds=1)
    one = message(robot, next_try_at=before)
    claims.claim(robot.lane, before)
    run()
    assert (again(one).state, one.tries) == (DeliveryState.SENT, 2)
    assert [attempt.outcome for attempt in one.attempts.all()] == ["", "sent"]


def test_a_claim_that_has_passed_to_another_is_not_noted_by_the_first(robot):
    before = timezone.now() - claims.LEASE - timedelta(seconds=1)
    one = message(robot, next_try_at=before)
    late = claims.claim(robot.lane, before)
    mine = claims.claim(robot.lane, timezone.now())
    claims.conclude(*mine, robots.sent(), timezone.now())
    claims.conclude(*late, robots.failed("太晚"), timezone.now())
    assert again(one).state == DeliveryState.SENT


def test_a_lane_in_trouble_is_left_alone_longer_each_time(group, robot):
    group.mode = "broken"
    waits = []
    for _ in range(3):
        message(robot)
        run()
        waits.append(round((Lane.objects.get().paused_until - timezone.now()).total_seconds()))
        Lane.objects.update(paused_until=None)
        Delivery.objects.all().delete()
    assert waits == [30, 60, 120]
    group.mode = "good"
    message(robot)
    run()
    assert Lane.objects.get().failures == 0
