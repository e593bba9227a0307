"""Papers as Word files: house layout and the page of GB/T 9704, written from plain blocks. ``write(document)`` gives bytes."""

from weicheng.engines.gongwen import layouts
from weicheng.engines.gongwen.model import (
    Align,
    Band,
    Block,
    Clause,
    Column,
    Cut,
    Document,
    Field,
    Fields,
    Number,
    PageTurn,
    Paragraph,
    Party,
    Signatures,
    Table,
    Title,
)
from weicheng.engines.gongwen.writing import write

__all__ = [
    "Align",
    "Band",
    "Block",
    "Clause",
    "Column",
    "Cut",
    "Document",
    "Field",
    "Fields",
    "Number",
    "PageTurn",
    "Paragraph",
    "Party",
    "Signatures",
    "Table",
    "Title",
    "layouts",
    "write",
]
