"""What leaves the room: the table of duties, and a unit's calendar."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import xlsxwriter
from django.utils import timezone
from icalendar import Calendar, Event

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.duties.choices import OccurrenceState
from weicheng.work.duties.models import Occurrence
from weicheng.work.duties.rhythms import moved_words, say
from weicheng.work.duties.selectors.occurrences import attach_arrangements, occurrences_for
from weicheng.work.duties.selectors.rows import DutyRow, duty_rows, duty_units
from weicheng.work.duties.states import MARKS
from weicheng.work.plans.models import CalendarFeed

HEADS = (("单位", 20), ("常态工作", 44), ("频次", 20), ("频次原文", 20), ("逢节假日", 16), ("下一次", 12), ("最近8次", 22),
         ("未做次数", 10), ("台账编号", 16))  # fmt: skip
_PORTION = 500


def export_duties(user: User, campaign: Campaign) -> bytes:
    """常态工作表: a row per duty and unit within reach, and a sheet of what fell due in the last and comes in the next 30 days."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    text, head = book.add_format(cell), book.add_format({**cell, "bold": True, "bg_color": "#E3F1F0"})
    day = book.add_format({**cell, "align": "center", "num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("常态工作")
    _heads(sheet, HEADS, head)
    for place, row in enumerate(_rows(user, campaign), 1):
        for column, value in enumerate(_cells(row)):
            _write(sheet, place, column, value, text, day)
    _record_sheet(book.add_worksheet("应做与已做"), user, campaign, (text, head, day))
    for one in book.worksheets():
        one.set_landscape()
        one.set_paper(9)
        one.fit_to_pages(1, 0)
        one.repeat_rows(0)
        one.freeze_panes(1, 2)
    book.close()
    return out.getvalue()


def _rows(user: User, campaign: Campaign) -> Iterator[DutyRow]:
    found = list(duty_units(user, campaign).values_list("pk", flat=True))
    for start in range(0, len(found), _PORTION):
        portion = duty_units(user, campaign).filter(pk__in=found[start : start + _PORTION])
        yield from duty_rows(portion)


def _cells(row: DutyRow) -> list[str | int | date | None]:
    words = "、".join(MARKS[OccurrenceState(one.state)].word for one in row.strip)
    return [
        str(row.unit),
        row.duty.title,
        say(row.duty),
        row.duty.rhythm_words,
        row.duty.get_holiday_display(),
        row.next.day if row.next else None,
        words,
        row.missed,
        row.duty.task.number if row.duty.task else "",
    ]


def _record_sheet(sheet: xlsxwriter.worksheet.Worksheet, user: User, campaign: Campaign, formats: tuple) -> None:
    text, head, day = formats
    heads = (("单位", 20), ("常态工作", 44), ("日期", 12), ("原定日期", 12), ("须做", 8), ("已做", 8), ("结果", 10), ("补记", 8),
             ("免做原因", 24))  # fmt: skip
    _heads(sheet, heads, head)
    today = timezone.localdate()
    reach = Occurrence.objects.for_user(user).filter(duty__campaign=campaign).values("unit").distinct()
    units = Unit.objects.filter(pk__in=reach)
    span = timedelta(days=30)
    for place, one in enumerate(occurrences_for(units, today - span, today + span, campaign=campaign), 1):
        late = sum(record.is_late for record in one.records.all())
        values = [str(one.unit), one.duty.title, one.day, one.original_day, one.needed, one.count,
                  MARKS[OccurrenceState(one.state)].word, late or "", one.excuse]  # fmt: skip
        for column, value in enumerate(values):
            _write(sheet, place, column, value, text, day)


def _heads(sheet: xlsxwriter.worksheet.Worksheet, heads: tuple, form: object) -> None:
    for column, (name, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, form)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, text: object, day: object
) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, datetime.min.time()), day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, text)
    else:
        sheet.write_string(row, column, str(value or ""), text)


_HOURS = {"am": (8, 30, 210), "pm": (14, 30, 150), "evening": (19, 0, 120)}  # hour, minute, minutes long


def calendar_by_secret(secret: str) -> bytes | None:
    """The calendar behind a unit's secret address (the same secret as the ledger's feed); None for one not in use."""
    feed = CalendarFeed.objects.filter(secret=secret).select_related("campaign", "unit").first()
    return unit_calendar(feed.campaign, feed.unit) if feed else None


def unit_calendar(campaign: Campaign, unit: Unit) -> bytes:
    """What the unit owes from 30 days ago to all that is written ahead; a day with a half is an event of hours."""
    calendar = Calendar()
    calendar.add("prodid", "-//Weicheng//duties//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{unit}常态工作：{campaign}")
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval;value=duration", "PT12H")
    today = timezone.localdate()
    rows = occurrences_for([unit], today - timedelta(days=30), today + timedelta(days=90), campaign=campaign)
    for row in attach_arrangements(rows):
        calendar.add_component(_event(row))
    ical: bytes = calendar.to_ical()
    return ical


def _event(row: Occurrence) -> Event:
    event = Event()
    event.add("uid", f"duty-{row.duty_id}-{row.unit_id}-{row.original_day:%Y%m%d}@weicheng")
    event.add("dtstamp", timezone.now())
    event.add("summary", f"{row.duty.title}（{MARKS[OccurrenceState(row.state)].word}）")
    hours = _HOURS.get(row.duty.part) if row.first == row.original_day else None
    if hours:
        start = timezone.make_aware(
            datetime.combine(row.day, datetime.min.time().replace(hour=hours[0], minute=hours[1]))
        )
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=hours[2]))
    else:
        event.add("dtstart", row.day)
        event.add("dtend", row.day + timedelta(days=1))
    lines = [f"频次：{say(row.duty)}", f"须做{row.needed}次，已做{row.count}次" if row.needed else ""]
    lines += [f"须到{row.people}人" if row.people else ""]
    lines += [f"原定{row.original_day:%-m月%-d日}，{moved_words(row.moved_by)}" if row.moved_by else ""]
    lines += [f"临时通知：{row.arranged.text}" if row.arranged else ""]
    event.add("description", "\n".join(line for line in lines if line))
    event.add("transp", "TRANSPARENT")
    return event
