"""Settings come from the environment only; a bad value stops the start with a sentence that helps."""

import os
from pathlib import Path

import dj_database_url
from dj_database_url import DBConfig
from django.core.exceptions import ImproperlyConfigured


class BadSetting(ImproperlyConfigured):
    """A setting in the environment cannot be used; the message says which and what to write."""


def env_str(name: str, default: str = "") -> str:
    """The value of ``name``, or the content of the file that ``name_FILE`` points to (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(f"{name}_FILE 指向的文件{file}读不出来（没有这个文件，或没有读它的权限）。") from error
    return os.environ.get(name, default)


def env_bool(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name}写的是“{value}”，应写1（开）或0（关）。")


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    try:
        return int(value)
    except ValueError as error:
        raise BadSetting(f"{name}写的是“{value}”，应写一个整数，例如{default}。") from error


def env_list(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name)
    return default if value is None else [part.strip() for part in value.split(",") if part.strip()]


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name) or default
    if value not in choices:
        raise BadSetting(f"{name}写的是“{value}”，应写其中一个：{'、'.join(choices)}。")
    return value


def env_database(default: str) -> DBConfig:
    """The database that DATABASE_URL names, else the one at ``default``."""
    try:
        return dj_database_url.parse(env_str("DATABASE_URL") or default, conn_max_age=60, conn_health_checks=True)
    except (ValueError, KeyError) as error:
        raise BadSetting("DATABASE_URL看不懂，应形如 postgresql://用户:密码@主机:5432/库名。") from error


def env_home() -> Path:
    """Where data lives: WEICHENG_HOME, by default ./var below the current folder."""
    return Path(os.environ.get("WEICHENG_HOME") or "var").resolve()
