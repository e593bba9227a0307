"""From the parts of a .docx to a Document."""

from collections import Counter as Counted
from typing import Any

from weicheng.engines.reader.document import Document, Locator, UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN, SafeZip
from weicheng.engines.reader.sources.assembly import Assembly, Draft, Paragraph
from weicheng.engines.reader.sources.counting import Counter
from weicheng.engines.reader.sources.docx.inline import Inline, Line
from weicheng.engines.reader.sources.docx.names import W, children, number, switch, value
from weicheng.engines.reader.sources.docx.numbering import lists_of
from weicheng.engines.reader.sources.docx.package import Package
from weicheng.engines.reader.sources.docx.styles import Styles
from weicheng.engines.reader.sources.docx.tables import read_table
from weicheng.engines.reader.sources.markup import local
from weicheng.engines.reader.sources.watch import Limits, Watch

MACROS = "文件里带有宏，宏没有运行，只读取了文字。"
DIAGRAMS = "文件里有图示（SmartArt），其中的文字没有读取，请对照原文检查。"
EMBEDDED = "文件里嵌入了另一份文件，嵌入部分没有读取，请对照原文检查。"


def read_docx(archive: SafeZip, name: str, watch: Watch, limits: Limits) -> Document:
    """The document with all tracked changes accepted; headers and footers are not text."""
    if archive.encrypted():
        raise UnreadableDocument("文件加了密码，打不开，请去掉密码后再上传。")
    package = Package(archive)
    body = next((child for child in package.document() if local(child) == "body"), None)
    if body is None:
        raise UnreadableDocument(BROKEN)
    assembly = Assembly(limits)
    reader = BodyReader(package, watch)
    assembly.add_all(reader.body(body), watch)
    assembly.add_all(reader.notes())
    if package.has_macros():
        assembly.warn(MACROS)
    if package.has_diagrams():
        assembly.warn(DIAGRAMS)
    pages = reader.inline.page if reader.paginated else None
    return assembly.document(name, "docx", pages, reader.warnings)


class BodyReader:
    """Walks the blocks of the body, its tables, text boxes and notes in reading order."""

    def __init__(self, package: Package, watch: Watch) -> None:
        self.package = package
        self.watch = watch
        self.styles = Styles(package.related("styles"))
        self.counter = Counter(lists_of(package.related("numbering")))
        self.inline = Inline(self.styles)
        self.paginated = False
        self.warnings: list[str] = []
        self._paragraphs = 0
        self._part = "body"
        self._number: int | None = None  # of the text box or note
        self._met: Counted[str] = Counted()
        self._in_cell = False

    def body(self, body: Any) -> list[Draft]:
        # Only a file that was laid out says on which page a paragraph stood.
        self.paginated = next(body.iter(W + "lastRenderedPageBreak"), None) is not None
        return self.blocks(body, top=True)

    def blocks(self, container: Any, top: bool = False) -> list[Draft]:
        """The drafts of a container. A paragraph whose mark was deleted or hidden runs on into the next one."""
        drafts: list[Draft] = []
        line = Line()
        total = len(container) if top else 0
        for position, element in enumerate(children(container), 1):
            if top and position % 20 == 0:
                self.watch.step(min(position, total), total, "段落")
            name = local(element)
            if name == "p":
                self._paragraphs += top
                if self._read_paragraph(element, line, drafts, top):
                    line = Line()
            elif name == "tbl":
                self._flush(line, None, drafts, None)
                line = Line()
                drafts.append(read_table(element, self._cell))
            elif name == "altChunk":
                self.warnings.append(EMBEDDED)
        self._flush(line, None, drafts, None)
        return drafts

    def _cell(self, cell: Any) -> list[Draft]:
        outer, self._in_cell = self._in_cell, True
        try:
            return self.blocks(cell)
        finally:
            self._in_cell = outer

    def _read_paragraph(self, element: Any, line: Line, drafts: list[Draft], top: bool) -> bool:
        """Add the paragraph to the line; False where the line goes on."""
        properties = element.find(W + "pPr")
        style = self.styles.default if properties is None else value(properties.find(W + "pStyle"))
        style = style or self.styles.default
        self.inline.read(element, line, style)
        if _runs_on(properties):
            return False
        label = self._label(properties, style)
        if label and line.text.strip():
            line.pieces[0] = label + line.pieces[0].lstrip()
        elif self._in_cell and any(map(str.isalnum, label)):
            # A column of automatic numbers has no other text.
            line.pieces.append(label)
        self._flush(line, properties, drafts, style, self._paragraphs if top else None)
        return True

    def _flush(
        self, line: Line, properties: Any | None, drafts: list[Draft], style: str | None, paragraph: int | None = None
    ) -> None:
        if line.text.strip():
            part = "toc" if line.contents or self.styles.is_contents(style) else self._part
            locator = Locator(
                page=line.page if self.paginated else None, paragraph=paragraph, part=part, number=self._number
            )
            drafts.append(
                Paragraph(
                    line.text,
                    level=None if part == "toc" else self._level(properties, style),
                    bold=line.all_bold,
                    centred=self._centred(properties, style),
                    locator=locator,
                )
            )
        for box in line.boxes:
            drafts.extend(self._within("textbox", box))

    def _within(self, part: str, container: Any) -> list[Draft]:
        self._met[part] += 1
        outer, self._part, self._number = (self._part, self._number), part, self._met[part]
        try:
            return self.blocks(container)
        finally:
            self._part, self._number = outer

    def _level(self, properties: Any | None, style: str | None) -> int | None:
        direct = None if properties is None else number(properties.find(W + "outlineLvl"))
        if direct is not None:
            return direct + 1 if 0 <= direct < 9 else None
        return self.styles.heading_level(style)

    def _centred(self, properties: Any | None, style: str | None) -> bool:
        direct = None if properties is None else value(properties.find(W + "jc"))
        return (direct or self.styles.inherited(style, "align")) == "center"

    def _label(self, properties: Any | None, style: str | None) -> str:
        numbering = None if properties is None else properties.find(W + "numPr")
        num_id = level = None
        if numbering is not None:
            num_id = number(numbering.find(W + "numId"))
            level = number(numbering.find(W + "ilvl"))
        if num_id is None:
            num_id = self.styles.inherited(style, "num_id")
            if num_id is not None and level is None:
                level = self._level_by_style(num_id, style)
        return self.counter.label(num_id, level or 0) if num_id else ""

    def _level_by_style(self, num_id: int, style: str | None) -> int | None:
        named = self.counter.level_of_style(num_id, style)
        found: int | None = named if named is not None else self.styles.inherited(style, "num_level")
        return found

    def notes(self) -> list[Draft]:
        """Footnotes and endnotes in the order in which the text refers to them, each once."""
        drafts: list[Draft] = []
        wanted = list(dict.fromkeys(self.inline.notes))
        for kind in ("footnote", "endnote"):
            root = self.package.related(kind + "s") if any(note[0] == kind for note in wanted) else None
            if root is None:
                continue
            bodies = {value(element, "id"): element for element in root if local(element) == kind}
            for _, identifier in (note for note in wanted if note[0] == kind):
                if identifier in bodies:
                    drafts.extend(self._within(kind, bodies[identifier]))
        return drafts


def _runs_on(properties: Any | None) -> bool:
    """The paragraph mark is deleted, moved away or hidden, so the next paragraph continues the line."""
    mark = None if properties is None else properties.find(W + "rPr")
    if mark is None:
        return False
    return mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None or bool(switch(mark, "vanish"))
