"""How features add up: to their names, for training, or to what a model says for them, for reading."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Generic, TypeVar

Group = tuple[str, ...]  # names of features that depend on the same few things
Total = TypeVar("Total")
# what names of features begin with that stand for the clause before, for a letter, for two
ECHO, LETTER, PAIR = "-", "a:", "b:"
_KEPT = 16384  # totals kept for each sort of group


class Sums(Generic[Total]):
    """Turns features into totals, which ``sum`` adds up from ``nothing``.

    ``names`` takes features by name, ``echoes`` the names of the clause before, ``letters`` and ``pairs`` those of a clause.
    """

    def __init__(
        self,
        nothing: Total,
        names: Callable[[Iterable[str]], Total],
        echoes: Callable[[Iterable[str]], Total],
        letters: Callable[[Iterable[str]], Total],
        pairs: Callable[[Iterable[str]], Total],
    ) -> None:
        self.nothing: Any = nothing  # for ``sum``, whose type asks for what can be added
        self.names, self.echoes, self.letters, self.pairs = names, echoes, letters, pairs
        self._groups: dict[Callable[..., Group], Callable[..., Total]] = {}

    def of(self, group: Callable[..., Group]) -> Callable[..., Total]:
        """The total of what ``group`` gives, made once for each of its values."""
        if group not in self._groups:

            @lru_cache(maxsize=_KEPT)
            def total(*depends: Any) -> Total:
                return self.names(group(*depends))

            self._groups[group] = total
        return self._groups[group]
