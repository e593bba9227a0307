"""Lists of a .docx, from numbering.xml."""

from dataclasses import replace
from typing import Any

from weicheng.engines.reader.sources.counting import LEVELS, Level, Numbering
from weicheng.engines.reader.sources.docx.names import W, number, switch, value
from weicheng.engines.reader.sources.markup import local


def lists_of(root: Any | None) -> dict[int, Numbering]:
    """The lists of numbering.xml by their numId."""
    if root is None:
        return {}
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
