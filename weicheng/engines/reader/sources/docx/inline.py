"""What stands inside a paragraph: runs, fields, breaks, symbols, and the text boxes and notes that hang on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weicheng.engines.reader.sources.docx.names import M, W, children, switch, value
from weicheng.engines.reader.sources.docx.styles import Styles
from weicheng.engines.reader.sources.markup import local
from weicheng.engines.reader.sources.symbols import readable, symbol

_FIXED = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_DRAWN = frozenset({"drawing", "pict", "object"})


@dataclass(slots=True)
class Fields:
    """Complex fields, which may run over many paragraphs; only their result is text."""

    stack: list[dict[str, Any]] = field(default_factory=list)

    def mark(self, kind: str | None) -> None:
        if kind == "begin":
            self.stack.append({"result": False, "code": ""})
        elif kind == "separate" and self.stack:
            self.stack[-1]["result"] = True
        elif kind == "end" and self.stack:
            self.stack.pop()

    def instruct(self, code: str) -> None:
        if self.stack:
            self.stack[-1]["code"] += code

    @property
    def visible(self) -> bool:
        return all(level["result"] for level in self.stack)

    @property
    def contents(self) -> bool:
        """Inside a table of contents."""
        return any(level["result"] and level["code"].strip().upper().startswith("TOC") for level in self.stack)


@dataclass(slots=True)
class Line:
    """The text of a paragraph so far, with what was met on the way."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    page: int | None = None
    all_bold: bool = True
    contents: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class Inline:
    """Reads paragraphs in document order, since fields, pages and notes go on from one to the next."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.fields = Fields()
        self.page = 1
        self.notes: list[tuple[str, str]] = []

    def read(self, paragraph: Any, line: Line, style: str | None) -> None:
        for child in children(paragraph):
            name = local(child)
            if name == "r":
                self._run(child, line, style)
            elif name in ("oMath", "oMathPara"):
                self._write("".join(text.text or "" for text in child.iter(M + "t")), line, None, style)

    def _run(self, run: Any, line: Line, style: str | None) -> None:
        properties = run.find(W + "rPr")
        hidden = self._inherited(properties, style, "vanish", "hidden")
        for child in children(run):
            name = local(child)
            if name == "fldChar":
                self.fields.mark(value(child, "fldCharType"))
            elif name == "instrText":
                self.fields.instruct(child.text or "")
            elif name == "lastRenderedPageBreak":
                self.page += 1
            elif hidden:
                continue
            elif name in _DRAWN:
                line.boxes.extend(text_boxes(child))
            elif name in ("footnoteReference", "endnoteReference"):
                self.notes.append((name.removesuffix("Reference"), value(child, "id") or ""))
            else:
                self._write(self._characters(child, name), line, properties, style)

    def _characters(self, element: Any, name: str) -> str:
        if name == "t":
            return readable(element.text or "").replace("\n", " ")
        if name == "br":
            return "\n"
        if name == "sym":
            return symbol(value(element, "char"), value(element, "font"))
        if name == "ruby":
            # The reading above the characters is not part of the sentence.
            base = element.find(W + "rubyBase")
            return "" if base is None else "".join(text.text or "" for text in base.iter(W + "t"))
        return _FIXED.get(name, "")

    def _write(self, text: str, line: Line, properties: Any | None, style: str | None) -> None:
        if not text or not self.fields.visible:
            return
        if text.strip():
            line.page = line.page or self.page
            line.contents = line.contents or self.fields.contents
            line.all_bold = line.all_bold and self._inherited(properties, style, "b", "bold")
        line.pieces.append(text)

    def _inherited(self, properties: Any | None, style: str | None, element: str, attribute: str) -> bool:
        """A toggle of a run: said on the run, else by its character style, else by the paragraph's style."""
        direct = switch(properties, element)
        if direct is not None:
            return direct
        if properties is not None:
            by_run_style = self.styles.inherited(value(properties.find(W + "rStyle")), attribute)
            if by_run_style is not None:
                return bool(by_run_style)
        return bool(self.styles.inherited(style, attribute))


def text_boxes(element: Any) -> Iterator[Any]:
    """The w:txbxContent of a drawing or of a VML shape, once each; boxes inside boxes are met when their text is read."""
    for child in children(element):
        if local(child) == "txbxContent":
            yield child
        else:
            yield from text_boxes(child)
