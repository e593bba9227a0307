"""Automatic numbering: the label that Word draws before a paragraph and that is nowhere in its text."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from weicheng.engines.reader.sources.docx.names import W, number, switch, value
from weicheng.engines.reader.sources.docx.symbols import readable
from weicheng.engines.reader.sources.markup import local
from weicheng.engines.reader.sources.numerals import written

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

    def __init__(self, root: Any | None) -> None:
        self.lists: dict[int, Numbering] = {} if root is None else _lists(root)
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


def _lists(root: Any) -> dict[int, Numbering]:
    abstracts: dict[int, dict[int, Level]] = {}
    links: dict[int, str] = {}
    by_style: dict[str, int] = {}
    for element in root.findall(W + "abstractNum"):
        identifier = number(element, "abstractNumId")
        if identifier is None:
            continue
        abstracts[identifier] = dict(_levels(element))
        if link := value(element.find(W + "numStyleLink")):
            links[identifier] = link
        if style := value(element.find(W + "styleLink")):
            by_style[style] = identifier
    found = {}
    for element in root.findall(W + "num"):
        identifier, abstract = number(element, "numId"), number(element.find(W + "abstractNumId"))
        if identifier is None or abstract is None:
            continue
        if abstract in links:
            abstract = by_style.get(links[abstract], abstract)
        found[identifier] = _numbering(element, abstract, abstracts.get(abstract, {}))
    return found


def _numbering(element: Any, abstract: int, levels: dict[int, Level]) -> Numbering:
    numbering = Numbering(abstract, dict(levels))
    for override in element.findall(W + "lvlOverride"):
        index = number(override, "ilvl")
        if index is None or not 0 <= index < LEVELS:
            continue
        for position, level in _levels(override):
            numbering.levels[position] = level
        start = number(override.find(W + "startOverride"))
        if start is not None:
            numbering.starts[index] = start
            numbering.levels[index] = replace(numbering.levels.get(index, Level()), start=start)
    return numbering


def _levels(parent: Any) -> list[tuple[int, Level]]:
    found = []
    for element in parent.findall(W + "lvl"):
        index = number(element, "ilvl")
        if index is None or not 0 <= index < LEVELS:
            continue
        start = number(element.find(W + "start"))
        level = Level(
            start=0 if start is None else start,
            format=_format(element),
            text=value(element.find(W + "lvlText")) or "",
            suffix=value(element.find(W + "suff")) or "tab",
            restart=number(element.find(W + "lvlRestart")),
            style=value(element.find(W + "pStyle")),
            legal=bool(switch(element, "isLgl")),
            hidden=bool(switch(element.find(W + "rPr"), "vanish")),
        )
        found.append((index, level))
    return found


def _format(level: Any) -> str:
    """numFmt, also inside AlternateContent, whose Fallback names a format that every Word knows."""
    direct = level.find(W + "numFmt")
    if direct is not None:
        return value(direct) or "decimal"
    for element in level.iter(W + "numFmt"):
        if local(element.getparent()) == "Fallback":
            return value(element) or "decimal"
    return "decimal"
