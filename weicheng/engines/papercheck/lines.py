"""Paragraphs as the eye sees them: text, fonts, sizes, colour, indents in characters, blank room, rules."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weicheng.engines.papercheck.package import A, W, w
from weicheng.engines.papercheck.properties import Formatting, Values

ONE_LINE = 28.95  # points: 225 mm in 22 lines


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    font: str  # for Chinese characters
    latin: str
    size: float
    colour: str  # RRGGBB, or "" for automatic
    spacing: float = 0.0

    @property
    def is_red(self) -> bool:
        if len(self.colour) != 6:
            return False
        red, green, blue = (int(self.colour[place : place + 2], 16) for place in (0, 2, 4))
        return red >= 160 and green < 90 and blue < 90

    @property
    def is_black(self) -> bool:
        return self.colour in ("", "auto") or (
            len(self.colour) == 6 and all(int(self.colour[p : p + 2], 16) < 0x40 for p in (0, 2, 4))
        )


@dataclass(frozen=True, slots=True)
class Border:
    kind: str
    width: float  # points
    colour: str

    @property
    def is_red(self) -> bool:
        return Run("", "", "", 0, self.colour).is_red


@dataclass(slots=True)
class Line:
    """A paragraph. Indents in characters of its own size; ``pitch`` in points, 0 if it is left to the font."""

    number: int
    text: str
    runs: list[Run]
    align: str = "left"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    pitch: float = 0.0
    before: float = 0.0
    after: float = 0.0
    size: float = 10.5  # of its mark: what an empty line is as high as
    new_page: bool = False
    kept: bool = False  # on one page with the next
    framed: Values = field(default_factory=dict)
    borders: dict[str, Border] = field(default_factory=dict)
    right_tab: float | None = None  # points
    in_table: bool = False
    cell_borders: dict[str, Border] = field(default_factory=dict)
    drawn: list[Border] = field(default_factory=list)  # lines drawn as shapes, with their length in ``drawn_length``
    drawn_length: float = 0.0
    numbered: bool = False  # its number is made by the word processor and not in the text

    @property
    def bare(self) -> str:
        return self.text.strip(" \u3000\t\n\xa0")

    @property
    def is_blank(self) -> bool:
        return not self.bare and not self.drawn

    @property
    def start(self) -> float:
        """Characters left empty before the first one, by indent or by blanks typed in."""
        typed = len(self.text) - len(self.text.lstrip("\u3000"))
        half = len(self.text[typed:]) - len(self.text[typed:].lstrip(" "))
        return self.left + self.first + typed + half * 0.5

    @property
    def end(self) -> float:
        typed = len(self.text) - len(self.text.rstrip("\u3000"))
        return self.right + typed

    def main(self) -> Run | None:
        """The run with most of the Chinese text."""
        wordy = [run for run in self.runs if run.text.strip()]
        return max(
            wordy, key=lambda run: len(re.sub(r"[\x00-\x7f\s]", "", run.text)) * 10 + len(run.text), default=None
        )

    @property
    def height(self) -> float:
        """Points from the line above to the one below."""
        return self.before + self.after + (self.pitch or (self.runs[0].size if self.runs else self.size) * 1.3)


def read_lines(body: Any, formatting: Formatting) -> list[Line]:
    """Every paragraph under ``body`` in order, those of tables and content controls too."""
    found: list[Line] = []
    for paragraph, cell in paragraphs_of(body, None):
        line = _line(paragraph, formatting, len(found) + 1)
        if cell is not None:
            line.in_table = True
            line.cell_borders = _cell_borders(cell)
        found.append(line)
    for above, line in itertools.pairwise(found):
        if any(run.text == "\f" for run in above.runs[-1:]):  # a page break at the end of the paragraph before
            line.new_page = True
    return found


def paragraphs_of(parent: Any, cell: Any) -> Iterator[tuple[Any, Any]]:
    """Paragraphs in the order of the text, each with the cell that it stands in."""
    for child in parent:
        if child.tag == w("p"):
            yield child, cell
        elif child.tag == w("tbl"):
            for one in child.iter(w("tc")):
                yield from paragraphs_of(one, one)
        elif child.tag in (w("sdt"), w("ins"), w("customXml")):
            yield from paragraphs_of(child.find(w("sdtContent")) if child.tag == w("sdt") else child, cell)


def _line(paragraph: Any, formatting: Formatting, number: int) -> Line:
    properties = paragraph.find(w("pPr"))
    values = formatting.paragraph(properties)
    marked = formatting.run(properties, properties.find(w("rPr")) if properties is not None else None)
    runs = [_run(one, properties, formatting) for one in _runs_of(paragraph)]
    text = "".join(run.text for run in runs).replace("\f", "")
    size = _size(marked)
    shown = next((run.size for run in runs if run.text.strip()), size)
    first, left, right = (_characters(values, name, shown) for name in ("firstLine", "left", "right"))
    hanging = _characters(values, "hanging", shown)
    line = Line(number, text, [run for run in runs if run.text], size=size)
    line.align = {"both": "both", "start": "left", "end": "right"}.get(
        values.get("jc.val", "left"), values.get("jc.val", "left")
    )
    line.first, line.left, line.right = (-hanging if hanging else first), left, right
    line.before, line.after = _points(values.get("spacing.before")), _points(values.get("spacing.after"))
    if values.get("spacing.lineRule") in ("exact", "atLeast"):
        line.pitch = _points(values.get("spacing.line"))
    elif values.get("spacing.line"):
        line.pitch = 0.0
    line.new_page = values.get("pageBreakBefore.val") in ("1", "true", "on") or _breaks_first(runs)
    line.kept = values.get("keepNext.val") in ("1", "true", "on")
    line.framed = {key[8:]: value for key, value in values.items() if key.startswith("framePr.")}
    line.borders = _borders(values, "pBdr")
    tabs = [values[f"tabs.{place}.pos"] for place in range(8) if values.get(f"tabs.{place}.val") in ("right", "end")]
    line.right_tab = _points(tabs[0]) if tabs else None
    line.numbered = "numPr.val" in values or (properties is not None and properties.find(w("numPr")) is not None)
    line.drawn, line.drawn_length = _shapes(paragraph)
    return line


def _runs_of(paragraph: Any) -> Iterator[Any]:
    """Runs that are shown: those of deleted text and of text boxes (told twice in a file) are not."""
    for run in paragraph.iter(w("r")):
        above = {ancestor.tag for ancestor in run.iterancestors()}
        if w("del") in above or w("txbxContent") in above or "{urn:schemas-microsoft-com:vml}textbox" in above:
            continue
        yield run


def _run(run: Any, paragraph_properties: Any, formatting: Formatting) -> Run:
    values = formatting.run(paragraph_properties, run.find(w("rPr")))
    pieces = []
    for child in run:
        if child.tag == w("t"):
            pieces.append(child.text or "")
        elif child.tag in (w("tab"), w("ptab")):
            pieces.append("\t")
        elif child.tag in (w("br"), w("cr")):
            pieces.append("\f" if child.get(w("type")) == "page" else "\n")
    return Run(
        "".join(pieces),
        values.get("font.eastAsia", ""),
        values.get("font.ascii", ""),
        _size(values),
        "" if values.get("color.val") == "auto" else values.get("color.val", ""),
        _points(values.get("spacing.val")),
    )


def _size(values: Values) -> float:
    return _number(values.get("sz.val"), 20.0) / 2


def _characters(values: Values, name: str, size: float) -> float:
    """An indent in characters: as such if the file says so, else by its length."""
    by_count = _number(values.get(f"ind.{name}Chars"), 0.0)
    if by_count:
        return by_count / 100
    other = {"left": "start", "right": "end"}.get(name, name)
    return _points(values.get(f"ind.{name}", values.get(f"ind.{other}"))) / max(size, 1.0)


def _breaks_first(runs: list[Run]) -> bool:
    text = "".join(run.text for run in runs)
    return text.lstrip(" \n").startswith("\f") and len(text.strip("\f \n")) > 0


def _borders(values: Values, prefix: str) -> dict[str, Border]:
    found = {}
    for side in ("top", "bottom", "between"):
        kind = values.get(f"{prefix}.{side}.val", "none")
        if kind not in ("none", "nil"):
            width = _number(values.get(f"{prefix}.{side}.sz"), 0.0) / 8
            found[side] = Border(kind, width, values.get(f"{prefix}.{side}.color", ""))
    return found


def _cell_borders(cell: Any) -> dict[str, Border]:
    """Rules of the cell, else those of its table."""
    found: dict[str, Border] = {}
    table = next(cell.iterancestors(w("tbl")), None)
    sources = [table.find(f"{W}tblPr/{W}tblBorders") if table is not None else None, cell.find(f"{W}tcPr/{W}tcBorders")]
    for source in sources:
        for rule in source if source is not None else ():
            kind = rule.get(w("val"), "none")
            side = rule.tag[len(W) :]
            if kind in ("none", "nil"):
                found.pop(side, None)
            else:
                found[side] = Border(kind, _number(rule.get(w("sz")), 0.0) / 8, rule.get(w("color"), ""))
    return found


def _shapes(paragraph: Any) -> tuple[list[Border], float]:
    """Lines that were drawn with the mouse: colour, thickness, length in points."""
    found, length = [], 0.0
    for outline in paragraph.iter(f"{A}ln"):
        colour = outline.find(f".//{A}srgbClr")
        kind = {"thickThin": "thickThin", "thinThick": "thinThick"}.get(outline.get("cmpd", ""), "single")
        found.append(
            Border(kind, _number(outline.get("w"), 9525.0) / 12700, colour.get("val", "") if colour is not None else "")
        )
    for extent in paragraph.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"):
        length = max(length, _number(extent.get("cx"), 0.0) / 12700)
    return found[:4], length


def _points(twips: str | None) -> float:
    return _number(twips, 0.0) / 20


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default
