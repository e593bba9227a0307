"""The parts of a .docx: which member of the zip is the document, its styles, its numbering, its notes."""

import posixpath
from typing import Any

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN, SafeZip
from weicheng.engines.reader.sources.markup import local, parse_xml


class Package:
    """Finds parts by their relationships, as names are free (``word/document2.xml`` is legal and seen)."""

    def __init__(self, archive: SafeZip) -> None:
        self.archive = archive
        self._folded = {name.lower().lstrip("/"): name for name in archive.names}
        self.main = self._find_main()
        self._related = self._relationships(self.main)

    def _find_main(self) -> str:
        for kind, target in self._relationships("").items():
            if kind == "officeDocument" and self._has(target[0]):
                return target[0]
        if self._has("word/document.xml"):
            return "word/document.xml"
        raise UnreadableDocument(BROKEN)

    def _has(self, name: str) -> bool:
        return name.lower().lstrip("/") in self._folded

    def _read(self, name: str) -> bytes:
        return self.archive.read(self._folded[name.lower().lstrip("/")])

    def _relationships(self, part: str) -> dict[str, list[str]]:
        """Targets inside the package by the last word of their type; what points outside is not followed."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", base + ".rels")
        if not self._has(name):
            return {}
        found: dict[str, list[str]] = {}
        for relation in parse_xml(self._read(name)):
            if relation.get("TargetMode") == "External" or not relation.get("Target"):
                continue
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = relation.get("Target").replace("\\", "/")
            path = target if target.startswith("/") else posixpath.join(folder, target)
            found.setdefault(kind, []).append(posixpath.normpath(path).lstrip("/"))
        return found

    def document(self) -> Any:
        if not self._has(self.main):
            raise UnreadableDocument(BROKEN)
        return parse_xml(self._read(self.main))

    def related(self, kind: str) -> Any | None:
        """The root of a related part, None where there is none or it is damaged: the text matters more than its looks."""
        for target in self._related.get(kind, []):
            if self._has(target):
                try:
                    return parse_xml(self._read(target))
                except UnreadableDocument as error:
                    if str(error) != BROKEN:
                        raise
        return None

    def has_macros(self) -> bool:
        if any(name.endswith("vbaproject.bin") for name in self._folded):
            return True
        return self._has("[Content_Types].xml") and b"macroEnabled" in self._read("[Content_Types].xml")

    def has_diagrams(self) -> bool:
        return any("/diagrams/data" in name for name in self._folded)


def content_kind(archive: SafeZip) -> str | None:
    """ "docx", "xlsx", "pptx", "ofd", "odf" for a zip that is a document itself, None for one that merely holds files."""
    names = {name.lower().lstrip("/") for name in archive.names}
    if "[content_types].xml" in names:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return kind
        return _kind_by_types(archive)
    if "ofd.xml" in names:
        return "ofd"
    if "mimetype" in names and "content.xml" in names:
        return "odf"
    return None


def _kind_by_types(archive: SafeZip) -> str:
    member = next(name for name in archive.names if name.lower().lstrip("/") == "[content_types].xml")
    for override in parse_xml(archive.read(member)):
        if local(override) == "Override" and "wordprocessingml.document.main" in (override.get("ContentType") or ""):
            return "docx"
    return "unknown office"
