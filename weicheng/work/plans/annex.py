"""The text of a plan as the annex of the notice that sends it out: what the plan says, without the head and foot of its own paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from weicheng.engines.gongwen.official.retyping import row
from weicheng.work.plans.models import Plan

_NUMBER = re.compile(r"^[^。；，]{1,20}[〔\[（(]\d{4}[〕\]）)]第?\d{1,5}号$")
_DAY = re.compile(
    r"^[\d〇○零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$"
)
HEAD, FOOT = 6, 6  # paragraphs at either end among which title, number, addressees, signature and date are looked for
LONGEST_NAME = 40


def annex_text(plan: Plan) -> str:
    """A paragraph a line, tables as rows between bars; empty where the text was not kept."""
    lines = [line for line in _lines(plan) if line]
    return "\n".join(_without_foot(_without_head(lines, plan.title)))


def _lines(plan: Plan) -> Iterator[str]:
    tables = {int(table["start"]): table for table in plan.tables}
    past = -1
    for block in plan.blocks:
        start = int(block["start"])
        if start < past:
            continue
        table = next((one for at, one in tables.items() if at <= start < int(one["end"])), None)
        if table is not None:
            past = int(table["end"])
            yield from _rows(plan.text, table)
        else:
            yield plan.text[start : int(block["end"])].replace("\n", " ").strip()
    if not plan.blocks:
        yield from (line.strip() for line in plan.text.split("\n"))


def _rows(text: str, table: dict[str, Any]) -> Iterator[str]:
    grid = [["" for _ in range(table["columns"])] for _ in range(table["rows"])]
    for cell in table["cells"]:
        grid[cell["row"]][cell["column"]] = text[cell["start"] : cell["end"]]
    yield from (row(cells) for cells in grid)


def _without_head(lines: list[str], title: str) -> list[str]:
    bare = re.sub(r"\s", "", title)
    kept = []
    for place, line in enumerate(lines):
        said = re.sub(r"\s", "", line)
        of_the_head = said in bare or _NUMBER.match(said) or (said.endswith(("：", ":")) and len(said) <= 80)
        if place >= HEAD or not of_the_head:
            kept.append(line)
    return kept


def _without_foot(lines: list[str]) -> list[str]:
    """Signature and date go; what follows them (an attachment of the plan) stays."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 1 - FOOT), -1):
        if _DAY.match(re.sub(r"\s", "", lines[place])):
            first = place
            while first and len(lines[first - 1]) <= LONGEST_NAME and not re.search(r"[。；：，|]", lines[first - 1]):
                if re.match(r"^([一二三四五六七八九十]+、|（|\d)", lines[first - 1]) or place - first >= 3:
                    break
                first -= 1
            return lines[:first] + lines[place + 1 :]
    return lines
