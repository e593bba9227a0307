"""Likeness of short texts by pairs of characters, rare pairs weighing more."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
_OUTSIDE = re.compile(r"[^\w%]+|[\d_]+")


def pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring characters, not across marks or figures."""
    found: Counter[str] = Counter()
    for piece in _OUTSIDE.split(text):
        found.update(piece[i : i + 2] for i in range(len(piece) - 1))
    return found


class Likeness(Generic[Key]):
    """Texts by key, to be asked how like each of them a text is (cosine, 0 to 1)."""

    def __init__(self, texts: Mapping[Key, str]) -> None:
        counted = {key: pairs(text) for key, text in texts.items()}
        seen = Counter(pair for counts in counted.values() for pair in counts)
        self._weight = {pair: math.log(1 + len(counted) / count) for pair, count in seen.items()}
        self._new = math.log(1 + max(len(counted), 1))
        self._posts: dict[str, list[tuple[Key, float]]] = defaultdict(list)
        for key, counts in counted.items():
            for pair, value in self._unit(counts):
                self._posts[pair].append((key, value))

    def _unit(self, counts: Mapping[str, int]) -> list[tuple[str, float]]:
        raw = [(p, self._weight.get(p, self._new) * (1 + math.log(n))) for p, n in counts.items()]
        norm = math.sqrt(sum(value * value for _, value in raw)) or 1.0
        return [(pair, value / norm) for pair, value in raw]

    def of(self, text: str, without: Iterable[Key] = ()) -> dict[Key, float]:
        """How like the text each kept text is, where anything is alike."""
        scores: dict[Key, float] = defaultdict(float)
        for pair, value in self._unit(pairs(text)):
            for key, other in self._posts.get(pair, ()):
                scores[key] += value * other
        for key in without:
            scores.pop(key, None)
        return dict(scores)
