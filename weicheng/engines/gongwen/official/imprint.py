"""版记: copies, who printed it and when, between rules at the foot of the last page (7.4). A frame holds it on the lower edge of
the type area whatever the text above it does (a floating table would not do: LibreOffice 7.4 lets it flow with the text)."""

from __future__ import annotations

import math
from typing import Any

from weicheng.engines.gongwen.official.model import Form, Official, day_words
from weicheng.engines.gongwen.official.places import TYPE_WIDTH
from weicheng.engines.gongwen.official.setting import Look, Words, add, border, framed
from weicheng.engines.gongwen.official.titles import width

SIZE = 14.0  # 4号
THICK, THIN = 8, 6  # eighths of a point: 0.35 mm and 0.25 mm
PITCH = 24.0
TYPE_HEIGHT = 225 / 25.4 * 72
GAP = 6.5  # room of the rules


def write(out: Any, paper: Official) -> None:
    """Nothing where nothing is to be said. A letter has neither rules nor printer (10.1)."""
    copies, printed = paper.copies.strip().rstrip("。.；;"), paper.printed_by.strip()
    bare = paper.form is Form.LETTER
    lines = [(_copies(out, copies), _lines_of(copies))] if copies else []
    if printed and not bare:
        lines.append((_printed(out, printed, day_words(paper.printed_on or paper.on)), 1))
    for place, (line, _) in enumerate(lines):
        last = place == len(lines) - 1
        if not bare:
            border(line, "top", eighths=THIN if place else THICK, space=1)
            if last:
                border(line, "bottom", eighths=THICK, space=1)
        # One frame a line: LibreOffice lets a frame of paragraphs with unlike rules fall back into the text.
        below = sum(count for _, count in lines[place:])
        at = {"yAlign": "bottom"} if last else {"y": round((TYPE_HEIGHT - below * PITCH - GAP) * 20)}
        framed(
            line,
            w=round(TYPE_WIDTH * 20),
            hSpace=0,
            wrap="around",
            vAnchor="margin",
            hAnchor="margin",
            xAlign="center",
            **at,
        )
    if lines:
        # The frames hang on the paragraph that follows them; this one is as good as nothing.
        add(out, [Words("", size=1, spacing=0)], Look(pitch=1))


def _lines_of(copies: str) -> int:
    """Lines that the copies take: 31.5 characters of size 4 stand in the type area, five of them taken by the indent."""
    return max(1, math.ceil((width(copies) + 1) / (TYPE_WIDTH / SIZE - 5)))


def _copies(out: Any, copies: str) -> Any:
    """A second line begins under the first name. The indent hangs, so that the rule above keeps the width of the type area."""
    words = [Words(f"　抄送：{copies}。", size=SIZE, spacing=0)]
    return add(out, words, Look(align="left", left=4, hanging=4, pitch=PITCH, em=SIZE))


def _printed(out: Any, by: str, day: str) -> Any:
    words = [Words(f"　{by}\t{day}印发", size=SIZE, spacing=0)]
    return add(out, words, Look(align="left", pitch=PITCH, em=SIZE, tab_at=TYPE_WIDTH - SIZE))
