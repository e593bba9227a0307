"""What a unit that ends leaves behind. The rooms above say what they hold of it in their ``apps.ready()``; this one knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from weicheng.ground.org.models import Unit, User


@dataclass(frozen=True, slots=True)
class Left:
    """What there is: ``count`` of ``word`` (项没办完的任务), a few of them in words, the page on which the rest is found.

    ``movable``: whether this user may hand it to the unit that takes over.
    """

    word: str
    count: int
    some: Sequence[str] = ()
    page: str = ""
    movable: bool = False


# look(by, unit) -> what the unit holds; hand_over(by=, unit=, into=, reason=) -> how many went to ``into``.
Look = Callable[[User, Unit], Left]
HandOver = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Estate:
    code: str
    look: Look
    hand_over: HandOver


@dataclass(slots=True)
class _Registry:
    estates: dict[str, Estate] = field(default_factory=dict)


_registry = _Registry()


def register(estate: Estate) -> None:
    """Once at start; the same code again takes the place of the former (a reload in development)."""
    _registry.estates[estate.code] = estate


def left_by(by: User, unit: Unit) -> list[Left]:
    """What the unit holds, kind by kind; what is not there is left out."""
    found = [estate.look(by, unit) for estate in _registry.estates.values()]
    return [left for left in found if left.count]


def hand_over(*, by: User, unit: Unit, into: Unit, reason: str) -> list[str]:
    """Hand what this user may hand over to ``into``; in words, how much. Use it in the transaction of the merger."""
    said = []
    for estate in _registry.estates.values():
        left = estate.look(by, unit)
        if left.count and left.movable:
            count = estate.hand_over(by=by, unit=unit, into=into, reason=reason)
            said.append(f"{count}{left.word}")
    return said
