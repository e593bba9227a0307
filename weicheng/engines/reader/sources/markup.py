"""XML from strangers: no document type, no entities, no network, no giant trees."""

from typing import Any

from lxml import etree

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.watch import DEFAULT_LIMITS, TOO_LONG

# Strict Office Open XML uses other names for the same things; they are turned into the usual ones before parsing.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
)


def parse_xml(data: bytes) -> Any:
    """The root of a part, or UnreadableDocument; a DTD is refused, since an office never writes one."""
    if data.count(b"<") > DEFAULT_LIMITS.tags:
        raise UnreadableDocument(TOO_LONG)
    for strict, usual in _STRICT:
        if strict in data:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnreadableDocument(_ENTITIES) from error
        raise UnreadableDocument(BROKEN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument(_ENTITIES)
    return root


_ENTITIES = "文件里带有不安全的 XML 实体定义，没有打开，请用 Word 或 WPS 另存一份再上传。"


def local(element: Any) -> str:
    """The name of an element without its namespace; an empty string for anything that is not an element."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2]
