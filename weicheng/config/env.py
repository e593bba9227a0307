"""Settings come from the environment only; a bad value stops the start with a sentence that helps."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


class BadSetting(ImproperlyConfigured):
    """A setting in the environment cannot be used; the message says which and what to write."""


def env_str(name: str, default: str = "") -> str:
    """The value of ``name``, or the content of the file that ``name_FILE`` points to (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE points to {file}, which cannot be read: {error}") from error
    return os.environ.get(name, default)


def env_bool(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name}={value!r}: write 1 or 0.")


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    try:
        return int(value)
    except ValueError as error:
        raise BadSetting(f"{name}={value!r}: write a whole number, for example {default}.") from error


def env_list(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name)
    return default if value is None else [part.strip() for part in value.split(",") if part.strip()]


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name) or default
    if value not in choices:
        raise BadSetting(f"{name}={value!r}: write one of {', '.join(choices)}.")
    return value


def env_home() -> Path:
    """Where data lives: WEICHENG_HOME, by default ./var below the current folder."""
    return Path(os.environ.get("WEICHENG_HOME") or "var").resolve()
