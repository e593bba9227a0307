"""Styles: what a paragraph inherits through basedOn."""

import re
from dataclasses import dataclass
from typing import Any

from weicheng.engines.reader.sources.docx.names import W, number, switch, value

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_TITLE_NAMES = frozenset({"title", "标题"})
_TOC_NAME = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)


@dataclass(slots=True)
class Style:
    """One style as written; None where it leaves the matter to its parent."""

    name: str = ""
    parent: str | None = None
    outline: int | None = None
    num_id: int | None = None
    num_level: int | None = None
    align: str | None = None
    bold: bool | None = None
    hidden: bool | None = None


class Styles:
    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default: str | None = None
        if root is None:
            return
        for element in root.findall(W + "style"):
            identifier = value(element, "styleId")
            if identifier is None:
                continue
            self._styles[identifier] = _parse(element)
            if value(element, "type") == "paragraph" and value(element, "default") in {"1", "true"}:
                self.default = identifier

    def chain(self, identifier: str | None) -> list[Style]:
        """The style and its ancestors, nearest first; a circle in basedOn ends it."""
        found: list[Style] = []
        seen: set[str] = set()
        while identifier and identifier not in seen and identifier in self._styles:
            seen.add(identifier)
            found.append(self._styles[identifier])
            identifier = self._styles[identifier].parent
        return found

    def inherited(self, identifier: str | None, field: str) -> Any:
        return next((got for style in self.chain(identifier) if (got := getattr(style, field)) is not None), None)

    def heading_level(self, identifier: str | None) -> int | None:
        """1 to 9 for a heading style, 0 for the title of the paper."""
        for style in self.chain(identifier):
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else None
            if match := _HEADING_NAME.match(style.name):
                return int(match.group(1))
            if style.name.lower() in _TITLE_NAMES:
                return 0
        return None

    def is_contents(self, identifier: str | None) -> bool:
        return any(_TOC_NAME.match(style.name) for style in self.chain(identifier))


def _parse(element: Any) -> Style:
    paragraph = element.find(W + "pPr")
    run = element.find(W + "rPr")
    numbering = None if paragraph is None else paragraph.find(W + "numPr")
    style = Style(
        name=value(element.find(W + "name")) or "",
        parent=value(element.find(W + "basedOn")),
        bold=switch(run, "b"),
        hidden=switch(run, "vanish"),
    )
    if paragraph is not None:
        style.outline = number(paragraph.find(W + "outlineLvl"))
        style.align = value(paragraph.find(W + "jc"))
    if numbering is not None:
        style.num_id = number(numbering.find(W + "numId"))
        style.num_level = number(numbering.find(W + "ilvl"))
    return style
