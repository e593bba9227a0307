"""The ledger leaves the house: a 任务分解表 that comes back, a csv, a calendar."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from typing import IO

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.breakdown_table import COLUMNS
from weicheng.work.plans.selectors.export_rows import ExportRow, export_rows
from weicheng.work.plans.selectors.feed import calendar_feed
from weicheng.work.plans.selectors.ledger import LedgerFilter
from weicheng.work.plans.selectors.workbook import Workbook

__all__ = ["calendar_feed", "export_ledger_csv", "export_ledger_xlsx"]
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # Excel takes the full-width ones too


def export_ledger_xlsx(user: User, campaign: Campaign, chosen: LedgerFilter, per_unit: bool = False) -> IO[bytes]:
    """The filtered ledger as a formatted 任务分解表; ``per_unit``: a sheet for all, then one for each unit with a role.

    It carries each task's id and version in hidden columns: edited and uploaded again, it says what was changed. The
    answer is a temporary file at its beginning; memory does not grow with the rows, except ``per_unit``.
    """
    conditions = "，".join(f"{chip.label}：{chip.value}" for chip in chosen.chips(user))
    book = Workbook(campaign, timezone.localdate(), conditions)
    rows: Iterable[ExportRow] = export_rows(campaign, user, chosen)
    if per_unit:
        rows = list(rows)
    book.add_sheet("任务分解表", f"{campaign}任务分解表", rows)
    if per_unit:
        for unit, own in _by_unit(rows):
            book.add_sheet(unit.short_name or unit.name, f"{unit}任务清单", own)
    return book.close()


def export_ledger_csv(user: User, campaign: Campaign, chosen: LedgerFilter) -> bytes:
    """The same columns for other programs: UTF-8 with a mark that Excel understands, no cell that runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.head for column in COLUMNS])
    for serial, row in enumerate(export_rows(campaign, user, chosen), 1):
        writer.writerow([serial, *map(_harmless, row.cells)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _by_unit(rows: Iterable[ExportRow]) -> list[tuple[Unit, list[ExportRow]]]:
    """Each unit with what it leads, then what it helps with."""
    led: dict[int, list[ExportRow]] = defaultdict(list)
    helped: dict[int, list[ExportRow]] = defaultdict(list)
    for row in rows:
        for unit in row.leads:
            led[unit].append(row)
        for unit in row.coops:
            if unit not in row.leads:
                helped[unit].append(row)
    units = Unit.objects.filter(pk__in={*led, *helped}).order_by("order", "pk")
    return [(unit, led[unit.pk] + helped[unit.pk]) for unit in units]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
