"""Reading attributes and children of Word's XML."""

from collections.abc import Iterator
from typing import Any

from weicheng.engines.reader.sources.markup import local

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFF = frozenset({"0", "false", "off", "none"})


def value(element: Any | None, name: str = "val") -> str | None:
    """The attribute ``w:name`` of an element that may be missing."""
    return None if element is None else element.get(W + name)


def number(element: Any | None, name: str = "val") -> int | None:
    text = value(element, name)
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None


def switch(properties: Any | None, name: str) -> bool | None:
    """A toggle such as <w:b/>: None where it is not said."""
    element = None if properties is None else properties.find(W + name)
    if element is None:
        return None
    return (value(element) or "1") not in _OFF


def chosen(alternate: Any) -> Any | None:
    """The branch of mc:AlternateContent that holds the text: the first Choice, else the Fallback, never both."""
    fallback = None
    for branch in alternate:
        if local(branch) == "Choice":
            return branch
        fallback = branch
    return fallback


def content_of(sdt: Any) -> Any | None:
    """What a content control holds; None for a prompt such as 单击此处输入文字, which nobody wrote."""
    properties = next((child for child in sdt if local(child) == "sdtPr"), None)
    if switch(properties, "showingPlcHdr"):
        return None
    return next((child for child in sdt if local(child) == "sdtContent"), None)


TRANSPARENT = frozenset({"customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo", "subDoc"})
GONE = frozenset({"del", "moveFrom"})


def children(element: Any) -> Iterator[Any]:
    """Children with every wrapper opened (content controls, smart tags, kept changes) and dropped changes left out."""
    for child in element:
        name = local(child)
        if name == "sdt":
            inner = content_of(child)
            if inner is not None:
                yield from children(inner)
        elif name in TRANSPARENT:
            yield from children(child)
        elif name == "AlternateContent":
            inner = chosen(child)
            if inner is not None:
                yield from children(inner)
        elif name not in GONE:
            yield child
