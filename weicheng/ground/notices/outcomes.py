"""How a try ended, in one value that mail and robots share."""

from __future__ import annotations

from dataclasses import dataclass

SENT, FAILED, DEAD, LIMITED = "sent", "failed", "dead", "limited"
WORDS = {SENT: "送到", FAILED: "没送到", DEAD: "没送到，不再试", LIMITED: "对方限流，稍后再发", "": "中断"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """``lane``: not this message but the whole channel is in trouble; ``wait``: seconds that the other side asks for."""

    code: str
    reason: str = ""
    lane: bool = False
    wait: int = 0


def sent() -> Outcome:
    return Outcome(SENT)


def failed(reason: str, lane: bool = False) -> Outcome:
    return Outcome(FAILED, reason[:200], lane)


def dead(reason: str) -> Outcome:
    return Outcome(DEAD, reason[:200])


def limited(reason: str, wait: int) -> Outcome:
    return Outcome(LIMITED, reason[:200], True, wait)
