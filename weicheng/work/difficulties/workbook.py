"""难点汇总表: the compiled list of difficulties as a workbook, by unit (M049)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date

import xlsxwriter
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.work.difficulties.choices import State
from weicheng.work.difficulties.models import Difficulty
from weicheng.work.difficulties.selectors import last_answer

HEADS = (
    ("序号", 5),
    ("单位", 14),
    ("任务", 26),
    ("难点", 36),
    ("已采取的措施", 30),
    ("请谁办什么", 24),
    ("分类", 18),
    ("对口部门", 13),
    ("由谁答复", 10),
    ("最迟答复", 11),
    ("状态", 10),
    ("最近答复", 34),
    ("提出日期", 11),
)


def compiled_xlsx(campaign: Campaign, difficulties: Iterable[Difficulty], day: date) -> bytes:
    """One row for each difficulty; cells are text, so that nothing runs as a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    text = book.add_format(cell)
    head = book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E3F1F0"})
    title = book.add_format({"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"})
    sheet = book.add_worksheet("难点汇总")
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, f"{campaign}难点与措施汇总表", title)
    sheet.set_row(0, 32)
    sheet.write_string(1, 0, f"{day:%Y年%-m月%-d日}")
    for place, (word, width) in enumerate(HEADS):
        sheet.set_column(place, place, width)
        sheet.write_string(2, place, word, head)
    for serial, one in enumerate(difficulties, 1):
        for place, words in enumerate(cells_of(one, serial, day)):
            sheet.write_string(2 + serial, place, words, text)
    sheet.freeze_panes(3, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    book.close()
    return out.getvalue()


def cells_of(one: Difficulty, serial: int, day: date) -> list[str]:
    """The cells of a row, in the order of the heads."""
    answer = last_answer(one)
    late = one.state == State.OPEN and one.answer_due_on is not None and one.answer_due_on < day
    return [
        str(serial),
        one.unit_name,
        str(one.task or ""),
        one.text,
        one.remedy,
        one.wish,
        one.get_sort_display(),
        str(one.counterpart or ""),
        one.get_level_display(),
        str(one.answer_due_on or ""),
        "逾期未答复" if late else one.get_state_display(),
        answer.text if answer else "",
        f"{timezone.localtime(one.raised_at):%Y-%m-%d}",
    ]
