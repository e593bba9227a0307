"""Paragraphs of a Word file set by hand: font, size, colour, indents in characters, exact pitch. Everything is direct formatting,
so that the paper keeps its looks when it is pasted into another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from weicheng.engines.gongwen import layouts, styles
from weicheng.engines.gongwen.fonts import FANGSONG, LATIN, Font
from weicheng.engines.gongwen.words import clean

EM = layouts.BODY_SIZE + layouts.CHARACTER_SPACING  # what one character of the body takes, in points
RED = "FF0000"


@dataclass(frozen=True, slots=True)
class Words:
    """A run. ``spacing``: points between characters; ``scale``: their width, 1 = as it is."""

    text: str
    font: Font = FANGSONG
    size: float = layouts.BODY_SIZE
    colour: str = ""
    spacing: float = layouts.CHARACTER_SPACING
    scale: float = 1.0
    latin: str = LATIN


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph. ``first``, ``hanging``, ``left``, ``right`` in characters of the body; ``above`` in points."""

    align: str = "both"
    first: float = 0
    hanging: float = 0
    left: float = 0
    right: float = 0
    above: float = 0
    pitch: float = layouts.LINE_PITCH
    keep_next: bool = False
    new_page: bool = False
    tab_at: float = 0  # a right tab, in points
    em: float = EM


def add(where: Any, words: Sequence[Words], look: Look | None = None) -> Any:
    """A paragraph at the end of a document or a cell."""
    paragraph = where.add_paragraph()
    dress(paragraph, words, look or Look())
    return paragraph


def dress(paragraph: Any, words: Sequence[Words], look: Look) -> None:
    for one in words:
        _run(paragraph, one)
    properties = paragraph._p.get_or_add_pPr()
    for name in ("keep_next", "new_page"):
        if getattr(look, name):
            properties.append(OxmlElement({"keep_next": "w:keepNext", "new_page": "w:pageBreakBefore"}[name]))
    properties.append(_element("w:widowControl", val=0))  # or a page ends with 21 lines to spare one
    if look.tab_at:
        tabs, tab = OxmlElement("w:tabs"), _element("w:tab", val="right", pos=_twips(look.tab_at))
        tabs.append(tab)
        properties.append(tabs)
    properties.append(
        _element("w:spacing", before=_twips(look.above), after=0, line=_twips(look.pitch), lineRule="exact")
    )
    indent = _indent(look)
    if indent is not None:
        properties.append(indent)
    properties.append(_element("w:jc", val=look.align))


def blank(where: Any, count: int = 1, keep_next: bool = False) -> None:
    for _ in range(count):
        add(where, [Words("")], Look(keep_next=keep_next))


def border(
    paragraph: Any, side: str, *, kind: str = "single", eighths: int, space: int, colour: str = "000000"
) -> None:
    """A rule along one side of a paragraph; ``eighths`` of a point thick, ``space`` points from the text."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        place = next(
            (child for child in properties if child.tag in _AFTER_BORDERS),
            None,
        )
        if place is None:
            properties.append(borders)
        else:
            place.addprevious(borders)
    borders.append(_element(f"w:{side}", val=kind, sz=eighths, space=space, color=colour))


_AFTER_BORDERS = {qn(f"w:{name}") for name in ("shd", "tabs", "spacing", "ind", "jc", "rPr")}


def framed(paragraph: Any, **values: Any) -> None:
    """Stand apart from the flow of the text (w:framePr); consecutive paragraphs with the same values share one frame."""
    properties = paragraph._p.get_or_add_pPr()
    frame = _element("w:framePr", **values)
    place = next((child for child in properties if child.tag not in _BEFORE_FRAME), None)
    if place is None:
        properties.append(frame)
    else:
        place.addprevious(frame)


_BEFORE_FRAME = {
    qn(f"w:{name}") for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore")
}  # the order of the schema


def _run(paragraph: Any, words: Words) -> None:
    for place, piece in enumerate(re.split(r"([\n\t])", words.text)):
        if place % 2 == 0 and not piece and place:
            continue
        run = paragraph.add_run(clean(piece) if place % 2 == 0 else "")
        if place % 2:
            run._r.append(OxmlElement("w:br" if piece == "\n" else "w:tab"))
        properties = run._r.get_or_add_rPr()
        styles.set_font(properties, words.font)
        fonts = properties.find(qn("w:rFonts"))
        for name in ("w:ascii", "w:hAnsi"):
            fonts.set(qn(name), words.latin)
        if words.colour:
            properties.append(_element("w:color", val=words.colour))
        if words.spacing:
            properties.append(_element("w:spacing", val=_twips(words.spacing)))
        if words.scale != 1.0:
            properties.append(_element("w:w", val=round(words.scale * 100)))
        for name in ("w:sz", "w:szCs"):
            properties.append(_element(name, val=round(words.size * 2)))


def _indent(look: Look) -> Any:
    values: dict[str, int] = {}
    for name, count in (
        ("left", look.left),
        ("right", look.right),
        ("firstLine", look.first),
        ("hanging", look.hanging),
    ):
        if count:
            values[f"{name}Chars"] = round(count * 100)
            values[name] = _twips(count * look.em)
    return _element("w:ind", **values) if values else None


def _element(name: str, **values: Any) -> Any:
    element: Any = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def _twips(points: float) -> int:
    return round(points * 20)


def start(document: DocxDocument) -> None:
    """Styles of the house and an empty page: the paragraph of the template goes."""
    styles.add_styles(document, layouts.OFFICIAL)
