"""An independent eye on a Word file: the reader engine for text and tables, lxml for marks; nothing of python-docx."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from weicheng.engines.reader.document import Document
from weicheng.engines.reader.sources.opening import open_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(content: bytes) -> Document:
    return open_document(content, "文书.docx")


def grids(content: bytes) -> list[list[list[str]]]:
    """The tables as rows of cells."""
    document = read(content)
    found = []
    for table in document.tables:
        grid = [["" for _ in range(table.columns)] for _ in range(table.rows)]
        for cell in table.cells:
            grid[cell.row][cell.column] = document.text[cell.start : cell.end]
        found.append(grid)
    return found


def part(content: bytes, name: str = "word/document.xml") -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return etree.fromstring(box.read(name))


def values(root: Any, path: str, attribute: str = "val") -> list[str]:
    """The attribute of every element on a path written with w: prefixes."""
    return [one.get(f"{W}{attribute}") for one in root.iterfind(path.replace("w:", W))]
