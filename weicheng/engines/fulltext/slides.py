"""The words of a presentation (.pptx): what stands on each slide and in the notes beneath it, in the order of the slides."""

from __future__ import annotations

import re

from lxml import etree

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN, SafeZip
from weicheng.engines.reader.sources.failures import plainly
from weicheng.engines.reader.sources.watch import DEFAULT_LIMITS, Cancelled, Limits, Watch

_PART = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)(\d+)\.xml")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def slides_text(data: bytes, *, cancelled: Cancelled | None = None, limits: Limits = DEFAULT_LIMITS) -> str:
    """One line for each paragraph; "" where the slides hold only pictures.

    Raises UnreadableDocument for what is no presentation, is damaged, locked or unpacks to too much.
    """
    watch = Watch(None, cancelled)
    with plainly():
        package = SafeZip(data, limits)
        if package.encrypted():
            raise UnreadableDocument(BROKEN)
        parts = sorted((int(found[2]), found[1], name) for name in package.names if (found := _PART.fullmatch(name)))
        lines: list[str] = []
        for _, _, name in sorted(parts, key=lambda part: (part[0], part[1] != "slides/slide")):
            watch.check()
            lines += _lines(package.read(name))
        return "\n".join(lines)


def _lines(part: bytes) -> list[str]:
    try:
        root = etree.fromstring(part, _PARSER)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(BROKEN) from error
    paragraphs = ("".join(_runs(one)).strip() for one in root.iter(f"{_A}p"))
    return [text for text in paragraphs if text]


def _runs(paragraph: etree._Element) -> list[str]:
    """Words, line ends and tabs; the number of the slide is a field and no word."""
    found = []
    for node in paragraph.iter(f"{_A}t", f"{_A}br", f"{_A}tab"):
        parent = node.getparent()
        if node.tag == f"{_A}t" and (parent is None or parent.tag != f"{_A}fld"):
            found.append(node.text or "")
        elif node.tag != f"{_A}t":
            found.append(" ")
    return found
