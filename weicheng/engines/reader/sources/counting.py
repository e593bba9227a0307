"""Automatic numbering: the label that Word draws before a paragraph and that is nowhere in its text."""

import re
from dataclasses import dataclass, field

from weicheng.engines.reader.sources.numerals import written
from weicheng.engines.reader.sources.symbols import readable

_PLACE = re.compile(r"%([1-9])")
_CLOSED = tuple("、，。．）】〕：)")
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # 0: never; n: after level n (counted from 1)
    style: str | None = None
    legal: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Numbering:
    """One list of the document (w:num): its levels, whose counter it shares, and where it starts anew."""

    abstract: int
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Counter:
    """Counts paragraphs in document order; ``label`` must be asked once for each numbered paragraph."""

    def __init__(self, lists: dict[int, Numbering]) -> None:
        self.lists = lists
        self._values: dict[int, list[int | None]] = {}
        self._begun: set[int] = set()

    def level_of_style(self, num_id: int, style: str | None) -> int | None:
        """The level that names the style: how a heading style finds its place in a multi-level list."""
        found = self.lists.get(num_id)
        if found is None or style is None:
            return None
        return next((index for index, level in found.levels.items() if level.style == style), None)

    def label(self, num_id: int, index: int) -> str:
        """The label of the next paragraph at this level with what follows it, "" where there is none."""
        found = self.lists.get(num_id)
        if found is None or not 0 <= index < LEVELS:
            return ""
        values = self._advance(num_id, found, index)
        level = found.levels.get(index)
        if level is None or level.hidden:
            return ""
        return _render(found.levels, level, values)

    def _advance(self, num_id: int, found: Numbering, index: int) -> list[int | None]:
        values = self._values.setdefault(found.abstract, [None] * LEVELS)
        if num_id not in self._begun:
            self._begun.add(num_id)
            for restarted in found.starts:
                values[restarted] = None
        current = values[index]
        values[index] = self._start(found, index) if current is None else current + 1
        for deeper in range(index + 1, LEVELS):
            level = found.levels.get(deeper, Level())
            if level.restart is None or index < level.restart:
                values[deeper] = None
        # A level above that was skipped shows its first number.
        return [
            self._start(found, upper) if upper < index and count is None else count
            for upper, count in enumerate(values)
        ]

    def _start(self, found: Numbering, index: int) -> int:
        return found.starts.get(index, found.levels.get(index, Level()).start)


def _render(levels: dict[int, Level], level: Level, values: list[int | None]) -> str:
    if level.format == "bullet":
        text = readable(level.text)
    else:

        def fill(match: re.Match[str]) -> str:
            upper = int(match.group(1)) - 1
            style = "decimal" if level.legal else levels.get(upper, Level()).format
            return written(values[upper] or 0, style)

        text = _PLACE.sub(fill, level.text)
    if not text or level.suffix == "nothing":
        return text
    # A tab after 一、 is only the gap to the hanging indent.
    return text if level.suffix == "tab" and text.endswith(_CLOSED) else text + " "
