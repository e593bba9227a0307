"""The parts of a Word file, opened with care: what comes from outside may be a bomb, a picture, or no file at all."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LARGEST_PART = 40 * 1024 * 1024
MOST_PARTS = 3000
MAIN = "word/document.xml"


class NotReadable(Exception):
    """The file is no Word file that can be checked; the sentence says why."""


class Package:
    def __init__(self, content: bytes) -> None:
        try:
            self._box = zipfile.ZipFile(io.BytesIO(content))
            names = self._box.namelist()
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise NotReadable(_what_it_is(content)) from error
        if len(names) > MOST_PARTS:
            raise NotReadable("这个文件里的部件太多，不像一份公文。")
        if MAIN not in names:
            raise NotReadable("这不是Word的docx文件（里面没有正文部件）。")
        self.names = frozenset(names)

    def part(self, name: str) -> Any:
        """The root of a part, None where there is none. Raises NotReadable for one that is damaged or far too large."""
        if name not in self.names:
            return None
        try:
            if self._box.getinfo(name).file_size > LARGEST_PART:
                raise NotReadable("文件展开以后太大，没有检查。")
            content = self._box.read(name)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise NotReadable("文件已损坏或加了密码，打不开。") from error
        if b"<!DOCTYPE" in content[:2000]:
            raise NotReadable("文件里有不该有的文档类型声明，没有检查。")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise NotReadable("文件内容已损坏，打不开。") from error

    def relations(self) -> dict[str, str]:
        """Relation id -> name of the part, of the main part."""
        root = self.part("word/_rels/document.xml.rels")
        if root is None:
            return {}
        targets = {one.get("Id"): one.get("Target", "") for one in root}
        return {key: name.lstrip("/") if name.startswith("/") else f"word/{name}" for key, name in targets.items()}


def _what_it_is(content: bytes) -> str:
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "这是老格式的doc（或加了密码的）文件，请用Word或WPS另存为docx再检查。"
    if content[:4] == b"%PDF":
        return "这是PDF，版式检查要用docx文件。"
    return "这个文件打不开，不是Word的docx文件。" if content else "这个文件是空的。"


def w(name: str) -> str:
    return W + name
