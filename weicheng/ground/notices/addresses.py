"""The address of a robot: only the three vendors (and hosts that the settings add), only in the shape that they give out.

Whoever may set a robot must not be able to make this server call anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.choices import RobotKind


@dataclass(frozen=True, slots=True)
class Shape:
    host: str
    path: str
    parameter: str  # the one of the query; "" where the key stands in the path
    example: str


# As the vendors give them out: developer.work.weixin.qq.com/document/path/91770,
# open.dingtalk.com/document/group/custom-robot-access, open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
SHAPES = {
    RobotKind.WECOM: Shape(
        "qyapi.weixin.qq.com",
        r"/cgi-bin/webhook/send",
        "key",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    ),
    RobotKind.DINGTALK: Shape(
        "oapi.dingtalk.com",
        r"/robot/send",
        "access_token",
        "https://oapi.dingtalk.com/robot/send?access_token=…",
    ),
    RobotKind.FEISHU: Shape(
        "open.feishu.cn",
        r"/open-apis/bot/v2/hook/([A-Za-z0-9_-]{4,100})",
        "",
        "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    ),
}
KEY = re.compile(r"[A-Za-z0-9_-]{4,200}")


def check_address(kind: str, address: str) -> str:
    """The key in the address; raises Invalid if it is none that a robot of this kind can have."""
    shape = SHAPES[RobotKind(kind)]
    wrong = Invalid(f"这不是{RobotKind(kind).label}机器人的地址。它应该像：{shape.example}", "address")
    if not address.isascii() or re.search(r"[\s\\]", address):
        raise wrong
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.username is not None or parts.password is not None or parts.fragment or "@" in parts.netloc:
        raise wrong
    _check_host(parts.scheme, parts.hostname or "", port, shape)
    return _key(parts.path, parts.query, shape, wrong)


def _check_host(scheme: str, host: str, port: int | None, shape: Shape) -> None:
    if scheme == "https" and host == shape.host and port in (None, 443):
        return
    written = f"{host}:{port}" if port else host
    if scheme in ("http", "https") and written in settings.NOTICE_HOSTS:
        return
    raise Invalid(f"只能发到{shape.host}。用私有部署的，请管理员先把主机写进设置WEICHENG_NOTICE_HOSTS。", "address")


def _key(path: str, query: str, shape: Shape, wrong: Invalid) -> str:
    found = re.fullmatch(shape.path, path.rstrip("/"))
    pairs = parse_qsl(query, keep_blank_values=True)
    if found is None or [name for name, _ in pairs] != ([shape.parameter] if shape.parameter else []):
        raise wrong
    key = pairs[0][1] if shape.parameter else found[1]
    if not KEY.fullmatch(key):
        raise wrong
    return key


def host_of(address: str) -> str:
    """Where it goes to, which may be shown."""
    return urlsplit(address).netloc


def masked(address: str) -> str:
    """What a page may show: the host and the last four characters."""
    return f"{host_of(address)} ••••{address.rstrip('/')[-4:]}" if address else ""
