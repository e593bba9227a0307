"""Who acts, by which way and in which request: set by the doors, read by the audit trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from weicheng.ground.kernel.choices import Channel


@dataclass(frozen=True, slots=True)
class Acting:
    actor_id: int | None = None
    actor_name: str = ""
    channel: str = Channel.PAGE
    request_id: str = ""


_NOBODY = Acting(channel=Channel.CLI)
_acting: ContextVar[Acting] = ContextVar("acting", default=_NOBODY)


def acting() -> Acting:
    return _acting.get()


@contextmanager
def acting_as(**changes: object) -> Iterator[Acting]:
    """Within the block, audit rows carry these values of actor_id, actor_name, channel, request_id."""
    token = _acting.set(replace(_acting.get(), **changes))  # type: ignore[arg-type]
    try:
        yield _acting.get()
    finally:
        _acting.reset(token)


def begin(**changes: object) -> None:
    """From here on, for the life of the process: what a command line sets once."""
    _acting.set(replace(_acting.get(), **changes))  # type: ignore[arg-type]
