"""进展填报表: a workbook for each unit with the tasks it reports on, all together in a zip."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.db.models import Prefetch
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.breakdown_table import done_words, target_words
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.progress_sheet import COLUMNS, HIDDEN, NOTE, SHOWN, TITLE_ROWS
from weicheng.work.plans.selectors.tasks import live_tasks
from weicheng.work.plans.task_words import task_snapshot

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]')


def unit_sheets(user: User, campaign: Campaign) -> list[tuple[Unit, list[Task]]]:
    """Each unit that leads open tasks (or helps where nobody leads), with these tasks by deadline."""
    owners = Prefetch("owners", TaskOwner.objects.select_related("unit", "person").order_by("order", "pk"))
    tasks = live_tasks(campaign, user).filter(done_on=None)
    found: dict[int, tuple[Unit, list[Task]]] = {}
    for task in tasks.select_related("phase").prefetch_related(owners).order_by("due_on", "number"):
        pairs = list(task.owners.all())
        leads = [owner for owner in pairs if owner.role == OwnerRole.LEAD]
        for owner in leads or [owner for owner in pairs if owner.role == OwnerRole.COOP]:
            found.setdefault(owner.unit_id, (owner.unit, []))[1].append(task)
    return sorted(found.values(), key=lambda pair: (pair[0].order, pair[0].pk))


def sheets_zip(user: User, campaign: Campaign) -> bytes:
    """One xlsx for each unit."""
    out = io.BytesIO()
    now = timezone.localtime()
    names: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for unit, tasks in unit_sheets(user, campaign):
            name = _FORBIDDEN.sub("", str(unit)) or unit.code
            name = name if name not in names else f"{name}{unit.code}"
            names.add(name)
            archive.writestr(f"{name}进展填报表{now:%Y%m%d}.xlsx", sheet_of(campaign, unit, tasks, now))
    return out.getvalue()


def sheet_of(campaign: Campaign, unit: Unit, tasks: Sequence[Task], now: datetime) -> bytes:
    """The workbook of one unit: what is asked stands in white cells, the rest is locked in grey."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    formats = {
        "title": book.add_format({"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}),
        "small": book.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#526468"}),
        "head": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E3F1F0"}),
        "shown": book.add_format({**cell, "bg_color": "#F3F5F5"}),
        # Text, so that 50% stays what was typed.
        "filled": book.add_format({**cell, "num_format": "@"}),
    }
    sheet = book.add_worksheet("进展填报")
    _heading(sheet, campaign, unit, now, formats)
    for serial, task in enumerate(tasks, 1):
        row = TITLE_ROWS + serial
        for place, words in enumerate(_shown(task, serial)):
            sheet.write_string(row, place, words, formats["shown"])
        for place in range(len(SHOWN), len(COLUMNS)):
            sheet.write_blank(row, place, None, formats["filled"])
        for place, words in enumerate((str(task.uid), str(unit.pk), now.isoformat()), len(COLUMNS)):
            sheet.write_string(row, place, words)
    sheet.freeze_panes(TITLE_ROWS + 1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROWS)
    sheet.print_area(0, 0, TITLE_ROWS + len(tasks), len(COLUMNS) - 1)
    book.close()
    return out.getvalue()


def _heading(sheet: Any, campaign: Campaign, unit: Unit, now: datetime, formats: dict[str, Any]) -> None:
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, f"{unit}进展填报表", formats["title"])
    sheet.set_row(0, 32)
    sheet.write_string(1, 0, f"{campaign}    {now:%Y年%-m月%-d日}导出", formats["small"])
    sheet.write_string(2, 0, NOTE, formats["small"])
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(TITLE_ROWS, place, column.head, formats["head"])
    sheet.set_column(len(COLUMNS), len(COLUMNS) + len(HIDDEN) - 1, 20, None, {"hidden": True})
    for place, head in enumerate(HIDDEN, len(COLUMNS)):
        sheet.write_string(TITLE_ROWS, place, head)


def _shown(task: Task, serial: int) -> list[str]:
    snapshot = task_snapshot(task, task.owners.all())
    return [
        str(serial),
        task.number,
        task.title,
        str(task.due_on or ""),
        target_words(snapshot),
        done_words(task),
    ]
