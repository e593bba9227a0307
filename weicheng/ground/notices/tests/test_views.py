"""The pages: inbox, choices, robots, log; who may, what is hidden, how often the database is asked."""

from __future__ import annotations

import json
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.notices import services
from weicheng.ground.notices.choices import DeliveryState, Mode
from weicheng.ground.notices.models import Delivery, Notice, Preference, Robot
from weicheng.ground.notices.tests.factories import message, robot_of, tell
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UserFactory, user_with_role

pytestmark = pytest.mark.django_db
ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=very-secret-key-4242"
TIMES = {"digest_at": "08:40", "quiet_from": "21:00", "quiet_to": "08:00"}
ROBOT = {"kind": "wecom", "name": "工作群", "address": ADDRESS, "level_from": "blue", "is_on": "on", **TIMES}
CHOICES = {
    "email": "a@example.cn",
    "by_mail": "on",
    "red": "once",
    "yellow": "digest",
    "blue": "digest",
    "info": "none",
}


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def office(campaign):
    return user_with_role(Role.OFFICE)


@pytest.fixture
def liaison(campaign):
    return user_with_role(Role.LIAISON)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# inbox


def test_the_bell_counts_and_the_inbox_groups_by_day(liaison):
    client = as_(liaison)
    old, _ = tell(liaison, "昨天的事"), tell(liaison, "今天的事", level="red")
    Notice.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=1))
    page = client.get(reverse("notices:inbox")).content.decode()
    assert "通知，2条没有看" in page
    assert page.index("今天（") < page.index("今天的事") < page.index("昨天（") < page.index("昨天的事")


def test_a_notice_opens_its_row_in_its_campaign_and_is_read(liaison, campaign):
    other = CampaignFactory()
    client = as_(liaison)
    notice = tell(liaison, url="/ledger/?due=late", campaign_id=other.pk)
    answer = client.get(reverse("notices:open", args=[notice.pk]))
    assert answer.url == "/ledger/?due=late"
    assert client.session["campaign"] == other.pk
    notice.refresh_from_db()
    assert notice.read_at


@pytest.mark.parametrize("url", ["https://evil.cn/", "//evil.cn/", "javascript:alert(1)", "/\\evil.cn", ""])
def test_a_notice_leads_nowhere_else(liaison, url):
    notice = tell(liaison, url=url)
    assert as_(liaison).get(reverse("notices:open", args=[notice.pk])).url == reverse("notices:inbox")


def test_looking_ahead_by_head_does_not_read(liaison):
    notice = tell(liaison, url="/ledger/")
    as_(liaison).head(reverse("notices:open", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_read_means_what_the_page_showed_and_only_mine(liaison, office):
    first, theirs = tell(liaison), tell(office)
    later = tell(liaison, "刚来的")
    answer = as_(liaison).post(reverse("notices:read-all"), {"up_to": first.pk}, headers={"HX-Request": "true"})
    assert json.loads(answer["HX-Trigger"])["wcSay"]["text"] == "1条标为看过。"
    assert 'hx-swap-oob="outerHTML:.wc-bell"' in answer.content.decode(), "the bell follows"
    assert "通知，1条没有看" in answer.content.decode()
    unread = set(Notice.objects.filter(read_at=None).values_list("pk", flat=True))
    assert unread == {theirs.pk, later.pk}


@pytest.mark.parametrize("silly", ["", "²", "-1", "9" * 40, "x"])
def test_a_silly_limit_reads_nothing(liaison, silly):
    tell(liaison)
    as_(liaison).post(reverse("notices:read-all"), {"up_to": silly})
    assert Notice.objects.filter(read_at=None).count() == 1


@pytest.mark.parametrize("name", ["open", "read"])
def test_a_notice_of_somebody_else_is_not_there(liaison, office, name):
    notice = tell(office, "别人的事")
    client = as_(liaison)
    send = client.get if name == "open" else client.post
    assert send(reverse(f"notices:{name}", args=[notice.pk])).status_code == 404
    assert "别人的事" not in client.get(reverse("notices:inbox")).content.decode()


def test_the_inbox_asks_as_often_for_many_as_for_few(liaison, campaign, django_assert_num_queries):
    client = as_(liaison)
    tell(liaison, campaign_id=campaign.pk)
    client.get(reverse("notices:inbox"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("notices:inbox"))
    CampaignFactory()
    for number in range(60):
        tell(liaison, campaign_id=campaign.pk, level=("red", "blue")[number % 2])
    with django_assert_num_queries(len(few)):
        assert client.get(reverse("notices:inbox")).status_code == 200


def test_words_of_a_notice_are_text_and_no_markup(liaison):
    tell(liaison, "<script>alert(1)</script>", text="<img src=x>")
    page = as_(liaison).get(reverse("notices:inbox")).content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page


# choices


def test_a_person_chooses_and_the_trail_does_not_hold_the_address(liaison):
    answer = as_(liaison).post(reverse("notices:mine"), {**CHOICES, **TIMES, "digest_at": "17:05"})
    assert answer.status_code == 302
    kept = Preference.objects.get(user=liaison)
    assert (kept.red, kept.info, kept.by_robot, kept.digest_at) == (Mode.ONCE, Mode.NONE, False, time(17, 5))
    liaison.refresh_from_db()
    assert liaison.email == "a@example.cn"
    event = AuditEvent.objects.get(action="notices.preference.changed")
    assert "a@example.cn" not in json.dumps([event.before, event.after])


def test_a_wrong_choice_is_said_beside_its_field_and_nothing_is_kept(liaison):
    answer = as_(liaison).post(reverse("notices:mine"), {**CHOICES, **TIMES, "digest_at": "22:00", "email": "x"})
    assert answer.status_code == 422
    answer = as_(liaison).post(reverse("notices:mine"), {**CHOICES, **TIMES, "digest_at": "22:00"})
    assert "22:00在免打扰时段里" in answer.content.decode()
    assert not Preference.objects.exists()


# robots


def test_the_office_registers_a_robot_and_nobody_sees_its_key_again(office, campaign):
    client = as_(office)
    assert client.post(reverse("notices:robot-add"), {**ROBOT, "secret": "SECret99"}).status_code == 302
    robot = Robot.objects.get(campaign=campaign)
    assert (robot.address, robot.secret) == (ADDRESS, "SECret99")
    for page in (
        reverse("notices:robots"),
        reverse("notices:robot-edit", args=[robot.pk]),
        reverse("notices:robot-row", args=[robot.pk]),
    ):
        shown = client.get(page).content.decode()
        assert "very-secret" not in shown and "SECret99" not in shown
    assert "qyapi.weixin.qq.com ••••4242" in client.get(reverse("notices:robots")).content.decode()
    trail = json.dumps(list(AuditEvent.objects.values("before", "after", "object_label")))
    assert "very-secret" not in trail and "SECret99" not in trail and "qyapi.weixin.qq.com" in trail


def test_a_refused_form_does_not_send_the_key_back(office):
    answer = as_(office).post(reverse("notices:robot-add"), {**ROBOT, "digest_at": "23:00", "secret": "SECret99"})
    assert answer.status_code == 422
    assert "very-secret" not in answer.content.decode() and "SECret99" not in answer.content.decode()


def test_an_empty_address_keeps_the_old_and_a_new_one_is_only_noted(office, campaign):
    robot = robot_of(campaign, address=ADDRESS, secret="old")
    client = as_(office)
    edit = reverse("notices:robot-edit", args=[robot.pk])
    assert client.post(edit, {**ROBOT, "address": "", "name": "新名字"}).status_code == 302
    robot.refresh_from_db()
    assert (robot.name, robot.address, robot.secret) == ("新名字", ADDRESS, "old")
    client.post(edit, {**ROBOT, "address": ADDRESS.replace("4242", "7777"), "clear_secret": "on"})
    robot.refresh_from_db()
    assert robot.address.endswith("7777") and robot.secret == ""
    assert AuditEvent.objects.order_by("-pk").first().after == {
        "name": "工作群",
        "address": "已更换",
        "secret": "已更换",
    }


def test_an_address_elsewhere_is_refused_with_its_example(office):
    answer = as_(office).post(reverse("notices:robot-add"), {**ROBOT, "address": "http://169.254.169.254/latest"})
    assert answer.status_code == 422 and "qyapi.weixin.qq.com" in answer.content.decode()
    assert not Robot.objects.exists()


def test_the_same_robot_twice_is_refused(office):
    client = as_(office)
    client.post(reverse("notices:robot-add"), ROBOT)
    assert client.post(reverse("notices:robot-add"), ROBOT).status_code == 422
    assert Robot.objects.count() == 1


def test_a_test_is_queued_and_its_row_asks_until_it_knows(office, campaign):
    robot = robot_of(campaign)
    client = as_(office)
    row = client.post(reverse("notices:robot-test", args=[robot.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "试发中" in row and "every 2s" in row
    Delivery.objects.update(state=DeliveryState.DEAD, reason="机器人地址无效")
    row = client.get(reverse("notices:robot-row", args=[robot.pk])).content.decode()
    assert "试发没送到" in row and "机器人地址无效" in row and "every 2s" not in row


def test_everybody_may_have_a_robot_of_their_own_and_sees_no_other(liaison, office):
    client = as_(liaison)
    kept = {
        "kind": "feishu",
        "name": "我的",
        "address": "https://open.feishu.cn/open-apis/bot/v2/hook/abcd-1234",
        "is_on": "on",
    }
    assert client.post(reverse("notices:my-robot-add"), kept).status_code == 302
    robot = Robot.objects.get(user=liaison)
    assert "我的" in client.get(reverse("notices:mine")).content.decode()
    for name in ("robot-edit", "robot-row"):
        assert as_(office).get(reverse(f"notices:{name}", args=[robot.pk])).status_code == 404
    for name in ("robot-test", "robot-remove"):
        assert as_(office).post(reverse(f"notices:{name}", args=[robot.pk])).status_code == 404
    message(robot, "自己的汇总")
    assert "自己的汇总" not in as_(office).get(reverse("notices:deliveries")).content.decode()
    assert client.post(reverse("notices:robot-remove", args=[robot.pk])).status_code == 302
    assert not Robot.objects.exists()


GRID = [
    # page, method, roles that may
    ("robots", "get", {Role.OFFICE, Role.ADMIN}),
    ("robot-add", "get", {Role.OFFICE, Role.ADMIN}),
    ("robot-edit", "get", {Role.OFFICE, Role.ADMIN}),
    ("robot-row", "get", {Role.OFFICE, Role.ADMIN}),
    ("robot-test", "post", {Role.OFFICE, Role.ADMIN}),
    ("robot-remove", "post", {Role.OFFICE, Role.ADMIN}),
    ("deliveries", "get", {Role.OFFICE, Role.ADMIN, Role.AUDITOR}),
    ("delivery-retry", "post", {Role.OFFICE, Role.ADMIN}),
    ("retry-all", "post", {Role.OFFICE, Role.ADMIN}),
    ("mine", "get", set(Role)),
    ("my-robot-add", "get", set(Role)),
    ("inbox", "get", set(Role)),
]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("name", "method", "may"), GRID, ids=[line[0] for line in GRID])
def test_who_may(campaign, role, name, method, may):
    robot = robot_of(campaign)
    args = {"robot": [robot.pk], "delivery": [message(robot, state=DeliveryState.DEAD).pk]}
    word = (
        name.split("-")[0]
        if name in ("robot-edit", "robot-row", "robot-test", "robot-remove", "delivery-retry")
        else ""
    )
    address = reverse(f"notices:{name}", args=args.get(word, []))
    answer = getattr(as_(user_with_role(role)), method)(address, headers={"HX-Request": "true"})
    assert (answer.status_code != 403) == (role in may)


# log


def test_the_log_says_to_whom_what_and_why_not_and_the_office_sends_again(office, campaign):
    one = message(
        robot_of(campaign), "今天的汇总", state=DeliveryState.DEAD, tries=8, reason="企业微信没有收下（代码777）"
    )
    one.attempts.create(lane=one.lane, at=timezone.now(), outcome="failed", reason="连不上企业微信")
    client = as_(office)
    page = client.get(reverse("notices:deliveries"), {"state": "dead"}).content.decode()
    assert all(word in page for word in ("今天的汇总", "工作群", "代码777", "没送到：连不上企业微信", "试了1次"))
    client.post(reverse("notices:delivery-retry", args=[one.pk]))
    one.refresh_from_db()
    assert (one.state, one.tries) == (DeliveryState.WAITING, 0)
    client.post(reverse("notices:delivery-retry", args=[one.pk]))  # sent twice: the second says that it waits already
    assert AuditEvent.objects.filter(action="notices.delivery.retried").count() == 1


def test_all_of_the_week_are_sent_again_at_once(office, campaign):
    robot = robot_of(campaign)
    fresh = [message(robot, state=DeliveryState.DEAD) for _ in range(3)]
    old = message(robot, state=DeliveryState.DEAD)
    Delivery.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert services.retry_all_deliveries(by=office) == len(fresh)
    assert services.retry_all_deliveries(by=office) == 0


def test_the_log_asks_as_often_for_many_as_for_few(office, campaign, django_assert_max_num_queries):
    client, robot = as_(office), robot_of(campaign)
    for _ in range(40):
        message(UserFactory()).attempts.create(lane="mail", at=timezone.now())
        message(robot).attempts.create(lane=robot.lane, at=timezone.now())
    with django_assert_max_num_queries(16):
        assert client.get(reverse("notices:deliveries")).status_code == 200


def test_the_list_of_robots_asks_as_often_for_many_as_for_few(office, campaign, django_assert_max_num_queries):
    client = as_(office)
    for number in range(9):
        services.test_robot(by=office, robot=robot_of(campaign, name=f"群{number}"))
    with django_assert_max_num_queries(16):
        assert client.get(reverse("notices:robots")).status_code == 200
