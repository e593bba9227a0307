"""The sheet: its size, margins and grid, as the first section says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weicheng.engines.papercheck.package import W, w

MM = 25.4 / 1440  # of a twip


@dataclass(frozen=True, slots=True)
class Page:
    """Millimetres; ``grid_line`` and ``grid_character`` in points, 0 where the file has no grid."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    foot: float  # lower edge of the footer above that of the sheet
    bare_first: bool  # the first page has a head and a foot of its own
    grid_line: float
    grid_character: float

    @property
    def type_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def type_height(self) -> float:
        return self.height - self.top - self.bottom


def read_page(root: Any) -> Page:
    section = next(root.iter(w("sectPr")), None)
    size = section.find(w("pgSz")) if section is not None else None
    margin = section.find(w("pgMar")) if section is not None else None
    grid = section.find(w("docGrid")) if section is not None else None
    kind = grid.get(w("type"), "default") if grid is not None else "default"
    return Page(
        width=_mm(size, "w"),
        height=_mm(size, "h"),
        top=_mm(margin, "top"),
        bottom=_mm(margin, "bottom"),
        left=_mm(margin, "left"),
        right=_mm(margin, "right"),
        foot=_mm(margin, "footer"),
        bare_first=section is not None and _is_on(section.find(f"{W}titlePg")),
        grid_line=_number(grid, "linePitch") / 20 if kind in ("lines", "linesAndChars", "snapToChars") else 0.0,
        grid_character=_number(grid, "charSpace") / 4096 if kind in ("linesAndChars", "snapToChars") else 0.0,
    )


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(w("val"), "1") in ("1", "true", "on")


def _mm(element: Any, name: str) -> float:
    return abs(_number(element, name)) * MM


def _number(element: Any, name: str) -> float:
    try:
        return float(element.get(w(name), "0")) if element is not None else 0.0
    except ValueError:
        return 0.0
