"""Measures of a page. GB/T 9704-2012: type area 156 mm x 225 mm, 22 lines of 28 characters, size 3 (16 pt)."""

from __future__ import annotations

from dataclasses import dataclass

TITLE_SIZE = 22.0  # 2号
BODY_SIZE = 16.0  # 3号
FORM_SIZE = 12.0  # 小4号
TABLE_SIZE = 10.5  # 5号
PAGE_NUMBER_SIZE = 14.0  # 4号
# 225 mm / 22 lines; a little less, so that the 22nd line never falls off.
LINE_PITCH = 28.95
# 28 characters of 16 pt are 448 pt and the type area is 442.2 pt: a quarter of a point less between characters.
CHARACTER_SPACING = -0.25


@dataclass(frozen=True, slots=True)
class Layout:
    """Margins in mm of an upright page; ``outer_numbers``: odd pages number on the right, even ones on the left."""

    top: float
    bottom: float
    left: float
    right: float
    outer_numbers: bool
    body_size: float = BODY_SIZE
    line_pitch: float = LINE_PITCH

    def text_width(self, across: bool) -> float:
        """Width of the type area in mm."""
        return (297.0 - self.top - self.bottom) if across else (210.0 - self.left - self.right)


OFFICIAL = Layout(top=37, bottom=35, left=28, right=26, outer_numbers=True)
HOUSE = Layout(top=30, bottom=28, left=28, right=26, outer_numbers=False)
# Tables that hang on a wall or lie on a desk: more of the sheet, smaller words.
SHEET = Layout(top=20, bottom=20, left=22, right=22, outer_numbers=False, body_size=12.0, line_pitch=20.0)
