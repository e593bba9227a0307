"""Web pages, also those that call themselves .doc or .xls, and web archives (.mht)."""

import email
import email.policy
import re
from typing import Any

from weicheng.engines.reader.document import Document, Locator, UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.assembly import Assembly, CellDraft, Draft, Paragraph, TableDraft
from weicheng.engines.reader.sources.encoding import decode
from weicheng.engines.reader.sources.watch import Limits, Watch

_DROPPED = frozenset(
    {
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "select",
        "button",
        "textarea",
        "rt",
        "rp",
    }
)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
    }
    | {
        "label",
        "mark",
        "o:p",
        "q",
        "ruby",
        "rb",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
    }
    | {"tt", "u", "var", "wbr", "st1:chsdate", "p:colorscheme"}
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CENTRED_STYLE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_-]{2,20})""")
# Pages say gb2312 and mean the larger set; "unicode" is what old Word wrote for UTF-16.
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "unicode": "utf-16"}
_DEEPEST = 200


def read_html(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    """The visible text of a page: blocks, headings, tables with their spans."""
    if len(data) > limits.part or data.count(b"<") > limits.tags // 4:
        raise UnreadableDocument("网页文件太大，请删去图片或拆成几份再上传。")
    return _read(_decoded(data), name, watch, limits)


def read_mhtml(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    """The page inside a web archive."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return read_html(content, name, watch, limits)
    raise UnreadableDocument(BROKEN)


def _decoded(data: bytes) -> str:
    match = _CHARSET.search(data[:4096]) or _XML_CHARSET.search(data[:200])
    if match:
        declared = match.group(1).decode("ascii").lower()
        try:
            return data.decode(_CHARSETS.get(declared, declared))
        except (LookupError, UnicodeError):
            pass  # The page is wrong about itself, which is common: look at the bytes instead.
    return decode(data)[0]


def _read(markup: str, name: str, watch: Watch, limits: Limits) -> Document:
    import lxml.html
    from lxml import etree

    parser = lxml.html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True, no_network=True)
    # A declaration of the encoding would contradict the text, which is decoded already.
    markup = re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", markup).replace("\x00", "")
    watch.step(0, 1, "网页")
    try:
        root = lxml.html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(BROKEN) from error
    page = _Page(watch)
    page.walk(root, 0)
    page.flush()
    assembly = Assembly(limits)
    assembly.add_all(page.drafts, watch)
    watch.step(1, 1, "网页")
    return assembly.document(name, "html")


class _Page:
    """Collects inline text into paragraphs and ends one wherever a block begins or ends."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.drafts: list[Draft] = []
        self._text: list[str] = []
        self._level: int | None = None
        self._centred = False
        self._bold = 0
        self._all_bold = True
        self._paragraphs = 0

    def walk(self, element: Any, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _DROPPED or _is_hidden(element) or depth > _DEEPEST:
            return
        if tag == "br":
            self._text.append("\n")
        elif tag == "table":
            self.flush()
            self.drafts.append(_table(element, depth, self._watch))
        elif tag in _INLINE or ":" in tag:
            self._inside(element, depth, bold=tag in ("b", "strong"))
        else:
            self._block(element, tag, depth)

    def _block(self, element: Any, tag: str, depth: int) -> None:
        self.flush()
        outer = (self._level, self._centred)
        if re.fullmatch("h[1-6]", tag):
            self._level = int(tag[1])
        self._centred = self._centred or tag == "center" or _is_centred(element)
        self._inside(element, depth, bold=False)
        self.flush()
        self._level, self._centred = outer

    def _inside(self, element: Any, depth: int, *, bold: bool) -> None:
        self._bold += bold
        self._write(element.text, keep=element.tag == "pre")
        for child in element:
            self.walk(child, depth + 1)
            self._write(child.tail, keep=element.tag == "pre")
        self._bold -= bold

    def _write(self, text: str | None, keep: bool) -> None:
        if text:
            self._text.append(text.replace("\r\n", "\n") if keep else _SPACE.sub(" ", text))
            if text.strip():
                self._all_bold = self._all_bold and self._bold > 0

    def flush(self) -> None:
        text = re.sub(r" ?\n ?", "\n", re.sub(" {2,}", " ", "".join(self._text))).strip()
        if text:
            self._paragraphs += 1
            if self._paragraphs % 500 == 0:
                self._watch.check()
            locator = Locator(paragraph=self._paragraphs)
            bold = self._all_bold or self._level is not None
            self.drafts.append(Paragraph(text, self._level, bold, self._centred, locator))
        self._text = []
        self._all_bold = True


def _table(table: Any, depth: int, watch: Watch) -> TableDraft:
    draft = TableDraft()
    taken: set[tuple[int, int]] = set()
    for row, element in enumerate(_rows(table)):
        column = 0
        watch.check()
        for cell in element:
            if cell.tag not in ("td", "th") or _is_hidden(cell):
                continue
            while (row, column) in taken:
                column += 1
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            taken.update((row + down, column + right) for down in range(rows) for right in range(columns))
            inside = _Page(watch)
            inside._inside(cell, depth + 1, bold=cell.tag == "th")
            inside.flush()
            content = [_without_number(item) for item in inside.drafts]
            draft.cells.append(CellDraft(row, column, content, rows, columns))
            column += columns
    return _clipped(draft)


def _without_number(item: Draft) -> Draft:
    if isinstance(item, Paragraph):
        item.locator = Locator()
    return item


def _rows(table: Any) -> list[Any]:
    """Rows of this table and not of tables inside it."""
    found = []
    for child in table:
        if child.tag == "tr" and not _is_hidden(child):
            found.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            found.extend(row for row in child if row.tag == "tr" and not _is_hidden(row))
    return found


def _clipped(draft: TableDraft) -> TableDraft:
    """A rowspan may promise more rows than there are."""
    rows = max((cell.row for cell in draft.cells), default=-1) + 1
    for cell in draft.cells:
        cell.row_span = min(cell.row_span, rows - cell.row)
    return draft


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), 500) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def _is_centred(element: Any) -> bool:
    return (element.get("align") or "").lower() == "center" or bool(_CENTRED_STYLE.search(element.get("style") or ""))
