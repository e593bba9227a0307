"""From a PDF to a Document, page by page."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.assembly import Assembly, Draft
from weicheng.engines.reader.sources.ocr import DOUBTFUL, MISSING, ocr_available, recognise_page
from weicheng.engines.reader.sources.pdf.furniture import drop_furniture
from weicheng.engines.reader.sources.pdf.lines import Line, lines_of
from weicheng.engines.reader.sources.pdf.page import glyphs_of, has_pictures, has_rules, readable
from weicheng.engines.reader.sources.pdf.paragraphs import Builder, Layout
from weicheng.engines.reader.sources.pdf.tables import RuledTable, TableFinder, extend, goes_on, read_tables
from weicheng.engines.reader.sources.watch import TOO_LONG, Limits, Watch

ENCRYPTED = "PDF 加了密码，打不开，请去掉密码后再上传。"


@dataclass(slots=True)
class PageContent:
    number: int
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[RuledTable] = field(default_factory=list)
    scanned: bool = False


# pdfium keeps global state and must not be called from two threads at once.
_PDFIUM = Lock()


def read_pdf(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    """The text of a PDF in paragraphs, its ruled tables, and for scans what OCR makes of them."""
    with _PDFIUM:
        pages = _pages(data, watch, limits)
    unread = [page.number for page in pages if page.scanned and not page.lines]
    if len(unread) == len(pages) and not ocr_available():
        raise UnreadableDocument(f"这是扫描的 PDF，没有文字层。{MISSING}")
    for page, lines in zip(pages, drop_furniture([(page.height, page.lines) for page in pages]), strict=True):
        page.lines = lines
    assembly = Assembly(limits)
    assembly.add_all(_drafts(pages), watch)
    if any(page.scanned and page.lines for page in pages):
        assembly.warn(DOUBTFUL)
    if unread and not ocr_available():
        assembly.warn(f"第 {'、'.join(map(str, unread))} 页是扫描的图片，没有读取。{MISSING}")
    return assembly.document(name, "pdf", len(pages))


def _pages(data: bytes, watch: Watch, limits: Limits) -> list[PageContent]:
    """Every page as lines and tables; the parsed page itself is let go before the next, so memory stays level."""
    pdf = _open(data)
    try:
        total = len(pdf)
        if total > limits.pages:
            raise UnreadableDocument(f"PDF 有 {total} 页，超过 {limits.pages} 页的上限，请拆成几份再上传。")
        if total == 0:
            raise UnreadableDocument(BROKEN)
        contents = []
        letters = 0
        with TableFinder(data) as finder:
            for number in range(1, total + 1):
                watch.step(number - 1, total, "页")
                contents.append(_page(pdf, number, finder))
                letters += sum(len(line.text) for line in contents[-1].lines)
                if letters > limits.characters:
                    raise UnreadableDocument(TOO_LONG)
        watch.step(total, total, "页")
        return contents
    finally:
        pdf.close()


def _open(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableDocument(ENCRYPTED) from error
        raise UnreadableDocument(BROKEN) from error


def _page(pdf: Any, number: int, finder: TableFinder) -> PageContent:
    import pypdfium2

    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return PageContent(number, 842)
    try:
        content = PageContent(number, page.get_height())
        glyphs = glyphs_of(page)
        if not readable(glyphs):
            content.scanned = bool(glyphs) or has_pictures(page)
            if content.scanned and ocr_available():
                content.lines = recognise_page(page)
            return content
        if has_rules(page):
            content.tables, glyphs = read_tables(_cells(finder, number), glyphs, number)
        content.lines = lines_of(glyphs)
        return content
    finally:
        page.close()


def _cells(finder: TableFinder, number: int) -> list[Any]:
    try:
        return finder.cells(number)
    except Exception:  # noqa: BLE001
        # The table finder is stricter than pdfium about damaged files; the text is still worth having.
        return []


def _drafts(pages: list[PageContent]) -> list[Draft]:
    builder = Builder(Layout.of(line for page in pages for line in page.lines))
    last: RuledTable | None = None
    for page in pages:
        items: list[Line | RuledTable] = sorted([*page.lines, *page.tables], key=lambda item: item.top)
        for item in items:
            if isinstance(item, Line):
                builder.add(item, page.number)
                last = None
            elif last is not None and goes_on(last, item) and item is items[0]:
                extend(last, item)
            else:
                builder.close()
                builder.drafts.append(item.draft)
                last = item
    builder.close()
    return builder.drafts
