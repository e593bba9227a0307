"""Where a draft may come from. Work rooms register what they have to say in their ``apps.ready()``; this room imports none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What data can say of a paper before a person writes. ``body``: plain text with heading marks, a paragraph a line."""

    title: str
    body: str
    addressees: str = ""
    label: str = ""  # what it was made from, for the page
    attachments: Sequence[dict[str, str]] = ()
    present: str = ""
    excused: str = ""
    observing: str = ""
    copies: str = ""
    note: str = ""
    clauses: Sequence[int] = ()  # ids of those that it serves, the main one first


Choices = Callable[[Campaign, User], list[tuple[str, str]]]
Fill = Callable[[Campaign, User, str], Prefilled | None]


@dataclass(frozen=True, slots=True)
class Source:
    """``choices``: (key, what the person picks); ``fill``: the draft for a key, None if there is nothing (any more)."""

    code: str
    word: str
    kinds: tuple[str, ...]
    choices: Choices
    fill: Fill


@dataclass(slots=True)
class _Registry:
    sources: dict[str, Source] = field(default_factory=dict)


_registry = _Registry()


def register(source: Source) -> None:
    """Once at start; the same code again takes the place of the former (a reload in development)."""
    _registry.sources[source.code] = source


def sources_of(kind: str) -> list[Source]:
    return [source for source in _registry.sources.values() if kind in source.kinds]


def source_named(code: str) -> Source | None:
    return _registry.sources.get(code)
