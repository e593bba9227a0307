"""Mistakes of installation that can be seen before anybody is hurt; each says what to do."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}
MANY_UNITS, MANY_ACCOUNTS = 100, 300
SECRET_LENGTH = 40


@checks.register
def settings_are_sound(**_: Any) -> list[checks.CheckMessage]:
    """Everything that shows without asking the database."""
    return [message for message in (_demo(), _debug(), _secret(), _home(), _plain_http(), _vendor()) if message]


@checks.register(checks.Tags.database)
def data_fit_the_settings(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """Sample accounts outside demo mode, and more data than SQLite is meant for; silent before the first migration."""
    from weicheng.ground.org.models import Unit, User

    if not databases:
        return []
    try:
        samples = 0 if settings.DEMO else User.objects.filter(is_sample=True).count()
        units, accounts = Unit.objects.count(), User.objects.count()
    except DatabaseError:
        return []
    found: list[checks.CheckMessage] = []
    if samples:
        text = f"数据里有{samples}个示例账号，但没有开演示模式；这些账号不能登录。"
        hint = "自己用：换一个空的WEICHENG_HOME再运行weicheng migrate；只是看演示：设WEICHENG_DEMO=1。"
        found.append(checks.Error(text, hint=hint, id="weicheng.E001"))
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and (units > MANY_UNITS or accounts > MANY_ACCOUNTS):
        text = f"有{units}个单位、{accounts}个账号，还在用SQLite，多人同时填报会排队。"
        hint = "装好PostgreSQL后运行：weicheng move --to postgresql://用户:密码@主机/库"
        found.append(checks.Warning(text, hint=hint, id="weicheng.W005"))
    return found


def _is_open() -> bool:
    return settings.HTTPS or not set(settings.ALLOWED_HOSTS) <= LOCAL_HOSTS


def _demo() -> checks.CheckMessage | None:
    if not (settings.DEMO and _is_open()):
        return None
    text = "演示模式开着，而系统对外开放：示例账号的密码是公开的。"
    return checks.Warning(text, hint="正式使用请去掉WEICHENG_DEMO，并换一个空的WEICHENG_HOME。", id="weicheng.W001")


def _debug() -> checks.CheckMessage | None:
    if not settings.DEBUG:
        return None
    text = "调试模式开着：出错时会把程序内部的内容显示给访问者。"
    return checks.Warning(text, hint="正式使用请去掉WEICHENG_DEBUG。", id="weicheng.W002")


def _secret() -> checks.CheckMessage | None:
    key = settings.SECRET_KEY
    if len(key) >= SECRET_LENGTH and len(set(key)) > 9:
        return None
    hint = "去掉WEICHENG_SECRET_KEY让系统自己生成，或用至少50个随机字符。"
    return checks.Warning("密钥太短或太简单，登录状态可能被伪造。", hint=hint, id="weicheng.W003")


def _home() -> checks.CheckMessage | None:
    home = Path(settings.HOME)
    if home.is_dir() and os.access(home, os.W_OK | os.X_OK):
        return None
    hint = "把WEICHENG_HOME指到运行系统的用户能写的文件夹，并检查磁盘是否只读。"
    return checks.Error(f"数据文件夹{home}不能写。", hint=hint, id="weicheng.E002")


def _plain_http() -> checks.CheckMessage | None:
    if settings.HTTPS or not _is_open():
        return None
    text = "系统对其他机器开放，但没有用HTTPS：密码在网上是明文。"
    hint = "在前面放一个带证书的反向代理，并设WEICHENG_HTTPS=1、WEICHENG_BEHIND_PROXY=1。"
    return checks.Warning(text, hint=hint, id="weicheng.W004")


def _vendor() -> checks.CheckMessage | None:
    if (settings.BASE_DIR / "static_vendor" / "VENDOR.txt").exists():
        return None
    return checks.Warning("没有前端文件，页面会没有样式。", hint="运行：make assets", id="weicheng.W006")
