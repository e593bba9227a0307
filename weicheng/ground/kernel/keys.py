"""The same press twice is one row: what a page made with its key, found again, and never taken for another's."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from weicheng.ground.kernel.errors import Invalid

USED = "这次提交的编号已经用过，没有再写一遍。请刷新页面再填。"
GARBAGE = "这个页面送来的编号不对，没有写入。请刷新页面再填。"
M = TypeVar("M", bound=models.Model)


class BadKey(Invalid):
    """A key that no page of ours made for this: garbage, or that of a row of somebody or something else."""

    def __init__(self, message: str = USED) -> None:
        super().__init__(message, "key")


def made_before(model: type[M], key: UUID | str, **mine: Any) -> M | None:
    """The row that this key made; None for a new key. Raises BadKey where ``mine`` (field=value) says it is not this one's."""
    known = model._default_manager.filter(key=key).first()
    if known is not None and any(_held(known, name) != _plain(value) for name, value in mine.items()):
        raise BadKey
    return known


def _held(row: models.Model, name: str) -> Any:
    return getattr(row, f"{name}_id") if hasattr(row, f"{name}_id") else getattr(row, name)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
