"""The feet of the pages: where the page number stands on odd, even and first ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weicheng.engines.papercheck.lines import Line, paragraphs_of, read_lines
from weicheng.engines.papercheck.package import Package, R, W, w
from weicheng.engines.papercheck.properties import Formatting


@dataclass(frozen=True, slots=True)
class Foot:
    """``kind``: default (odd pages, or all), even, first. ``numbered``: the line with the page number, if there is one."""

    kind: str
    numbered: Line | None
    lines: tuple[Line, ...]
    framed: bool  # the number sits in a text box or a frame


def read_feet(root: Any, package: Package, formatting: Formatting) -> list[Foot]:
    """Those of the first section; an even one counts only where odd and even pages differ."""
    section = next(root.iter(w("sectPr")), None)
    if section is None:
        return []
    relations = package.relations()
    settings = package.part("word/settings.xml")
    differ = settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None
    found = []
    for reference in section.iterfind(w("footerReference")):
        kind = reference.get(w("type"), "default")
        part = package.part(relations.get(reference.get(f"{R}id"), ""))
        if part is None or (kind == "even" and not differ):
            continue
        found.append(_foot(kind, part, formatting))
    return found


def _foot(kind: str, part: Any, formatting: Formatting) -> Foot:
    lines = read_lines(part, formatting)
    has_number = [paragraph for paragraph in part.iter(w("p")) if _counts(paragraph)]
    if not has_number:
        return Foot(kind, None, tuple(lines), False)
    # The innermost one: a paragraph that holds a text box holds its number too.
    inner = has_number[-1]
    boxed = any("txbxContent" in str(one.tag) or "textbox" in str(one.tag) for one in inner.iterancestors())
    holder = inner.getparent()
    line = next(line for line, one in zip(read_lines(holder, formatting), _own(holder), strict=False) if one is inner)
    return Foot(kind, line, tuple(lines), boxed or bool(line.framed))


def _own(parent: Any) -> list[Any]:
    """Paragraphs in the order of ``read_lines``."""
    return [paragraph for paragraph, _ in paragraphs_of(parent, None)]


def _counts(paragraph: Any) -> bool:
    codes = "".join(one.text or "" for one in paragraph.iter(w("instrText")))
    simple = "".join(one.get(w("instr"), "") for one in paragraph.iter(w("fldSimple")))
    return "PAGE" in f"{codes} {simple}".upper().replace("NUMPAGES", "")
