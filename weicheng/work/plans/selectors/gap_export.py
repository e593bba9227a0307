"""The gaps of responsibility as a workbook: a sheet for each kind of gap; tasks come in portions, rows go to the disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import IO

import xlsxwriter
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.plans.selectors.gaps import KINDS, Gap, gap_tasks, gaps_of

COLUMNS = (("编号", 16), ("事项", 50), ("时限", 12), ("牵头单位", 36), ("责任人", 14), ("原文写法", 18), ("缺口", 44))
PORTION = 500
_PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def export_gaps_xlsx(campaign: Campaign, user: User) -> IO[bytes]:
    """All gaps within the user's reach, one sheet a kind, as a file at its beginning; cells are text, none runs as a formula."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  (handed to the caller)
    book = xlsxwriter.Workbook(out, _PLAIN)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#E3F1F0", "align": "center", "font_name": "宋体"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 10})
    for kind, word in KINDS.items():
        sheet = book.add_worksheet(word)
        sheet.write_string(0, 0, f"{campaign} {word} {timezone.localdate():%Y年%-m月%-d日}")
        for place, (name, width) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(1, place, name, head)
        for number, gap in enumerate(_gaps(campaign, user, kind), 2):
            for place, text in enumerate(_cells(gap)):
                sheet.write_string(number, place, text, cell)
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    book.close()
    out.seek(0)
    return out


def _gaps(campaign: Campaign, user: User, kind: str) -> Iterator[Gap]:
    """Three queries for every portion; a hundred thousand tasks never stand in memory at once."""
    tasks = gap_tasks(campaign, user, kind).iterator(chunk_size=PORTION)
    while portion := list(islice(tasks, PORTION)):
        yield from gaps_of(portion)


def _cells(gap: Gap) -> tuple[str, ...]:
    task = gap.task
    return (
        task.number,
        task.title,
        str(task.due_on or ""),
        "、".join(str(owner.unit) for owner in gap.leads),
        "、".join(str(owner.person) for owner in gap.leads if owner.person),
        "、".join(dict.fromkeys(owner.via for owner in gap.leads if owner.via)),
        "".join(flag.sentence for flag in gap.flags),
    )
