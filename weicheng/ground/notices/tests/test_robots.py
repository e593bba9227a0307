"""What each platform is sent, and what its answers mean."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging

import pytest

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.notices.choices import RobotKind
from weicheng.ground.notices.outcomes import DEAD, FAILED, LIMITED, SENT
from weicheng.ground.notices.sending import robots
from weicheng.ground.notices.sending.robots import judge, send_robot
from weicheng.ground.notices.tests.factories import robot_of

pytestmark = pytest.mark.django_db
KINDS = ("wecom", "dingtalk", "feishu")


@pytest.mark.parametrize("kind", KINDS)
def test_each_platform_gets_the_text_in_its_own_form(group, kind):
    robot = robot_of(CampaignFactory(), kind, group.address(kind))
    assert send_robot(robot, "【卫城】两件事").code == SENT
    assert group.texts == ["【卫城】两件事"]
    assert (group.got[0].get("msgtype") or group.got[0]["msg_type"]) == "text"


def test_dingtalk_is_signed_in_the_address(group):
    robot = robot_of(CampaignFactory(), "dingtalk", group.address("dingtalk"), secret="SEC123abc")
    assert send_robot(robot, "文").code == SENT
    [sent] = group.queries
    text = f"{sent['timestamp'][0]}\nSEC123abc".encode()
    assert base64.b64decode(sent["sign"][0]) == hmac.new(b"SEC123abc", text, hashlib.sha256).digest()
    assert sent["access_token"] == ["abcdef123456"]


def test_feishu_is_signed_in_the_message(group):
    robot = robot_of(CampaignFactory(), "feishu", group.address("feishu"), secret="k3y")
    assert send_robot(robot, "文").code == SENT
    [sent] = group.got
    expected = hmac.new(f"{sent['timestamp']}\nk3y".encode(), b"", hashlib.sha256).digest()
    assert base64.b64decode(sent["sign"]) == expected


@pytest.mark.parametrize(
    ("mode", "code", "lane"),
    [
        ("good", SENT, False),
        ("broken", FAILED, True),
        ("limited", LIMITED, True),
        ("too fast", LIMITED, True),
        ("dropped", DEAD, False),
        ("refused", FAILED, False),
        ("moved", DEAD, False),
        ("nonsense", FAILED, False),
    ],
)
def test_an_answer_is_judged_by_what_it_says_and_not_by_its_200(group, mode, code, lane):
    group.mode = mode
    outcome = send_robot(robot_of(CampaignFactory(), "wecom", group.address("wecom")), "文")
    assert (outcome.code, outcome.lane) == (code, lane)
    assert outcome.reason or code == SENT
    assert len(group.got) == 1, "a redirect is not followed"


def test_a_robot_that_never_answers_is_given_up_in_time(group, monkeypatch):
    monkeypatch.setattr(robots, "TIMEOUT", (0.3, 0.3))
    group.mode = "hang"
    outcome = send_robot(robot_of(CampaignFactory(), "wecom", group.address("wecom")), "文")
    assert (outcome.code, outcome.lane) == (FAILED, True) and "太久" in outcome.reason


def test_a_vendor_that_is_not_there_is_a_failure_in_words(settings):
    settings.NOTICE_HOSTS = ["127.0.0.1:9"]
    robot = robot_of(CampaignFactory(), "wecom", "http://127.0.0.1:9/cgi-bin/webhook/send?key=abcdef")
    assert send_robot(robot, "文").reason == "连不上企业微信"


def test_an_address_that_is_no_longer_allowed_is_not_called(group, settings):
    robot = robot_of(CampaignFactory(), "wecom", group.address("wecom"))
    settings.NOTICE_HOSTS = []
    assert send_robot(robot, "文").code == DEAD
    assert group.got == []


def test_a_switched_off_robot_is_not_called(group):
    assert send_robot(robot_of(CampaignFactory(), "wecom", group.address("wecom"), is_on=False), "文").code == DEAD
    assert group.got == []


@pytest.mark.parametrize("mode", ["good", "broken", "dropped", "moved"])
def test_no_log_at_any_level_holds_the_key_or_the_secret(group, mode, caplog):
    caplog.set_level(logging.DEBUG)
    group.mode = mode
    for kind in KINDS:
        outcome = send_robot(
            robot_of(CampaignFactory(), kind, group.address(kind, "TopKey99"), secret="SECtop77"), "文"
        )
        assert "TopKey99" not in outcome.reason
    robot_of(CampaignFactory(), "dingtalk", group.address("dingtalk", "Top-Key99"), secret="不是密钥")
    assert "TopKey99" not in caplog.text and "SECtop77" not in caplog.text


def test_a_key_that_apprise_does_not_take_is_said_in_words(group):
    robot = robot_of(CampaignFactory(), "dingtalk", group.address("dingtalk"), secret="不是密钥!")
    outcome = send_robot(robot, "文")
    assert outcome.code == DEAD and "加签" in outcome.reason and group.got == []


@pytest.mark.parametrize(
    ("kind", "body", "code", "wait"),
    [
        ("dingtalk", b'{"errcode":130101,"errmsg":"send too fast"}', LIMITED, 600),
        ("dingtalk", b'{"errcode":310000,"errmsg":"keywords not in content"}', DEAD, 0),
        ("feishu", b'{"code":11232,"msg":"frequency limited"}', LIMITED, 60),
        ("feishu", b'{"code":19021,"msg":"sign match fail"}', DEAD, 0),
        ("feishu", b'{"StatusCode":0,"StatusMessage":"success"}', SENT, 0),
        ("wecom", b"[1]", FAILED, 0),
        ("wecom", b'{"errcode":"0"}', FAILED, 0),
    ],
)
def test_the_codes_of_the_vendors(kind, body, code, wait):
    outcome = judge(RobotKind(kind), 200, body)
    assert (outcome.code, outcome.wait) == (code, wait)
