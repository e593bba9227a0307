"""参会情况通报: who came late, and who stayed away without leave (M257)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from weicheng.engines import gongwen
from weicheng.engines.gongwen import Align, Block, Clause, Column, Paragraph, Table, Title
from weicheng.work.meetings.documents.phrases import time_words, undated
from weicheng.work.meetings.models import Attendee, Meeting
from weicheng.work.meetings.selectors.lists import late_and_absent
from weicheng.work.meetings.transitions import PRESENT

_LATE = (
    Column("序号", 12, Align.CENTRE),
    Column("单位", 50),
    Column("姓名", 30, Align.CENTRE),
    Column("职务", 34),
    Column("签到时间", 30, Align.CENTRE),
)
_ABSENT = (*_LATE[:4], Column("应到人员", 30, Align.CENTRE))


def circular_document(meeting: Meeting, lines: list[Attendee], on: date) -> gongwen.Document:
    late, absent = late_and_absent(lines)
    came = sum(line.state in PRESENT for line in lines)
    blocks: list[Block] = [
        Title(f"关于{meeting.title}\n参会情况的通报"),
        Paragraph("各有关单位：", indent=False),
        Paragraph(
            f"{time_words(meeting.starts_at)}召开的{undated(meeting.title)}，应到{len(lines)}人，实到{came}人"
            f"{f'，其中迟到{len(late)}人' if late else ''}{f'；没有请假也没有到会{len(absent)}人' if absent else ''}。现予通报。"
        ),
    ]
    if late:
        blocks += [Clause(1, "迟到"), Table(_LATE, [_row(n, line, _clock(line)) for n, line in enumerate(late, 1)])]
    if absent:
        rows = [_row(n, line, line.get_required_display()) for n, line in enumerate(absent, 1)]
        blocks += [Clause(1, "没有请假也没有到会"), Table(_ABSENT, rows)]
    if late or absent:
        blocks.append(Paragraph("请上述单位查明原因，书面说明情况，今后的会议按时派人参加，确实不能来的事先请假。"))
    blocks += [
        Paragraph(f"{meeting.campaign.area}创卫办", indent=False, align=Align.RIGHT),
        Paragraph(f"{on.year}年{on.month}月{on.day}日", indent=False, align=Align.RIGHT),
    ]
    return gongwen.Document(name=f"{meeting.title}参会情况通报", on=on, blocks=blocks)


def _row(number: int, line: Attendee, last: str) -> list[str]:
    return [str(number), line.unit_name or "—", line.own_name or "—", line.title or "—", last]


def _clock(line: Attendee) -> str:
    return f"{timezone.localtime(line.arrived_at):%H:%M}" if line.arrived_at else "—"
