"""Robots through apprise's plugins, with what these leave out: the vendor's own verdict and the signature of Feishu.

Trap: all three vendors answer 200 to a message that they drop, and say so only in the body; apprise takes that for sent.
Trap: apprise writes addresses and keys into its log at DEBUG and warns with the key; its logger is silenced here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable
from typing import Any

import requests
from apprise.plugins.base import NotifyBase
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from weicheng.ground.kernel.errors import Refused
from weicheng.ground.notices.addresses import check_address
from weicheng.ground.notices.choices import RobotKind
from weicheng.ground.notices.models import Robot
from weicheng.ground.notices.outcomes import Outcome, dead, failed, limited, sent

TIMEOUT = (4.0, 6.0)  # seconds to connect, and between two pieces of the answer
MOST_ANSWER = 65_536
MINUTE, TEN_MINUTES = 60, 600
for name in ("apprise", "urllib3"):
    logging.getLogger(name).setLevel(logging.CRITICAL)

# Codes in the body of an answer. WeCom: developer.work.weixin.qq.com/document/path/90313; DingTalk:
# open.dingtalk.com/document/group/custom-robot-access; Feishu: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot.
LIMITS = {
    RobotKind.WECOM: {45009: MINUTE, 45033: MINUTE},
    RobotKind.DINGTALK: {130101: TEN_MINUTES, 410100: TEN_MINUTES, 90030: TEN_MINUTES},
    RobotKind.FEISHU: {9499: MINUTE, 11232: MINUTE, 99991400: MINUTE},
}
FINAL = {
    RobotKind.WECOM: {93000: "机器人地址无效，可能已被移出群", 93008: "机器人已不在群里", 40008: "消息格式不被接受"},
    RobotKind.DINGTALK: {
        300005: "机器人地址无效，可能已被删除",
        400101: "机器人地址无效，可能已被删除",
        400102: "机器人已被停用",
        310000: "机器人的安全设置拒收：检查加签密钥，或把关键词设为“卫城”",
    },
    RobotKind.FEISHU: {
        19001: "机器人地址无效，可能已被删除",
        19021: "加签密钥不对，或服务器时间不准",
        19022: "机器人设了IP白名单，不含本服务器",
        19024: "机器人设了关键词，请把关键词设为“卫城”",
    },
}


class _Judged(NotifyBase):
    """Posts to the stored address, whose host may be a private one, and keeps the vendor's verdict."""

    address: str
    kind: RobotKind
    outcome: Outcome
    request_rate_per_sec = 0  # the pace is kept across processes: sending.pace

    def post(self, payload: dict[str, Any], params: dict[str, str] | None = None) -> bool:
        self.outcome = _post(self.kind, self.address, payload, params)
        return self.outcome.code == "sent"


class WeCom(_Judged, NotifyWeComBot):
    kind = RobotKind.WECOM

    def send(self, body: str, title: str = "", notify_type: Any = None, body_format: Any = None, **_: Any) -> bool:
        return self.post({"msgtype": "text", "text": {"content": body}})


class DingTalk(_Judged, NotifyDingTalk):
    kind = RobotKind.DINGTALK

    def send(self, body: str, title: str = "", notify_type: Any = None, body_format: Any = None, **_: Any) -> bool:
        params = None
        if self.secret:
            # Not get_signature(): that quotes the signature, and requests would quote it once more.
            stamp = str(round(time.time() * 1000))
            signed = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
            params = {"timestamp": stamp, "sign": base64.b64encode(signed).decode()}
        return self.post({"msgtype": "text", "text": {"content": body}}, params)


class Feishu(_Judged, NotifyFeishu):
    kind = RobotKind.FEISHU
    signing = ""

    def send(self, body: str, title: str = "", notify_type: Any = None, body_format: Any = None, **_: Any) -> bool:
        payload: dict[str, Any] = {"msg_type": "text", "content": {"text": body}}
        if self.signing:
            stamp = str(int(time.time()))
            # Feishu signs the empty message with the time and the secret as the key.
            signed = hmac.new(f"{stamp}\n{self.signing}".encode(), b"", hashlib.sha256).digest()
            payload |= {"timestamp": stamp, "sign": base64.b64encode(signed).decode()}
        return self.post(payload)


def send_robot(robot: Robot, body: str) -> Outcome:
    """Send one text; says in plain words why not. The address is checked again: the settings may have changed since."""
    if not robot.is_on:
        return dead("机器人已停用")
    try:
        key = check_address(robot.kind, robot.address)
    except Refused as refusal:
        return dead(str(refusal))
    try:
        plugin = PLUGINS[RobotKind(robot.kind)](robot, key)
    except TypeError:  # apprise's AppriseImproperlyConfigured: what it says would hold the key
        return dead("机器人的地址或加签密钥不对")
    plugin.address = robot.address
    plugin.outcome = failed("没有发出去")
    plugin.notify(body=body)
    return plugin.outcome


def _dingtalk(robot: Robot, key: str) -> _Judged:
    return DingTalk(token=key, secret=robot.secret or None)


def _feishu(robot: Robot, key: str) -> _Judged:
    plugin = Feishu(token=key)
    plugin.signing = robot.secret
    return plugin


PLUGINS: dict[RobotKind, Callable[[Robot, str], _Judged]] = {
    RobotKind.WECOM: lambda robot, key: WeCom(key=key),
    RobotKind.DINGTALK: _dingtalk,
    RobotKind.FEISHU: _feishu,
}


def _post(kind: RobotKind, address: str, payload: dict[str, Any], params: dict[str, str] | None) -> Outcome:
    data = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Weicheng"}
    try:
        # No redirects: an allowed host must not send this server on to another.
        with requests.post(
            address, data=data, params=params, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as answer:
            text = answer.raw.read(MOST_ANSWER, decode_content=True) or b""
            return judge(kind, answer.status_code, text)
    except requests.Timeout:
        return failed(f"{kind.label}太久没有回应", lane=True)
    except (requests.RequestException, OSError):
        return failed(f"连不上{kind.label}", lane=True)
    except Exception as error:  # noqa: BLE001 - urllib3 has its own; the text may hold the address, so only the kind is kept
        return failed(f"发到{kind.label}时出错（{type(error).__name__}）", lane=True)


def judge(kind: RobotKind, status: int, text: bytes) -> Outcome:
    """The verdict of an answer: its code first, then what its body says."""
    code = _code(text)
    if status == 429 or code in LIMITS[kind]:
        wait = LIMITS[kind].get(code or 0, TEN_MINUTES if kind == RobotKind.DINGTALK else MINUTE)
        return limited(f"{kind.label}限流：发得太快", wait)
    if code in FINAL[kind]:
        return dead(FINAL[kind][code])
    if 300 <= status < 400:
        return dead("机器人地址被转到了别处，没有发")
    if status in (401, 403, 404, 410):
        return dead(f"{kind.label}不认这个机器人地址（{status}）")
    if status != 200:
        return failed(f"{kind.label}暂时出错（{status}）", lane=True)
    if code is None:
        return failed(f"{kind.label}的回答看不懂")
    return sent() if code == 0 else failed(f"{kind.label}没有收下（代码{code}）")


def _code(text: bytes) -> int | None:
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    if not isinstance(answer, dict):
        return None
    for name in ("errcode", "code", "StatusCode"):
        if isinstance(answer.get(name), int):
            return int(answer[name])
    return None
