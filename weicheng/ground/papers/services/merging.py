"""Two people write one thing at once: what only one of them touched is taken as it is, what both changed is laid before the second."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from weicheng.ground.kernel.errors import NotPossible


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed: as it is kept now, and as the second writer has it."""

    name: str
    label: str
    theirs: str
    mine: str


class Superseded(NotPossible):
    """Somebody else has saved a newer version; what was typed is not written over it.

    ``clashes``: what the two disagree about; ``untouched``: fields that the second writer left as they were, where theirs stands.
    """

    def __init__(
        self, message: str, clashes: Sequence[Clash] = (), untouched: Iterable[str] = (), version: int = 0
    ) -> None:
        super().__init__(message)
        self.clashes, self.untouched, self.version = list(clashes), sorted(untouched), version


def print_of(text: str) -> str:
    """Tells whether a field is still what a page showed, without sending its text twice."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:12]


def clashes_of(
    *, stored: Mapping[str, str], typed: Mapping[str, str], seen: Mapping[str, str] | None, labels: Mapping[str, str]
) -> tuple[set[str], list[Clash]]:
    """(names that are the second writer's to take, fields that both changed).

    ``seen``: prints of the fields as the second writer's page began; without them every difference counts as a clash.
    """
    mine, both = set(), []
    for name, text in typed.items():
        kept = stored[name]
        if text == kept:
            continue
        before = seen.get(name) if seen is not None else None
        if before is not None and before == print_of(text):
            continue  # not touched here: theirs stands
        if before is not None and before == print_of(kept):
            mine.add(name)
        else:
            both.append(Clash(name, labels[name], kept, text))
    return mine, both
