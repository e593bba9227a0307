"""主持词: what the chair says, from the agenda, those present and the closing demands (M258)."""

from __future__ import annotations

from itertools import groupby

from weicheng.engines import gongwen
from weicheng.engines.gongwen import Block, Clause, Number, Paragraph, Title
from weicheng.engines.gongwen.numerals import chinese
from weicheng.work.meetings.choices import AttendanceState, Category, ItemKind
from weicheng.work.meetings.documents.phrases import count_words, names, place_words, scope_words, time_words
from weicheng.work.meetings.models import AgendaItem, Attendee, Meeting
from weicheng.work.meetings.selectors.cue import call, paper_words, who
from weicheng.work.meetings.selectors.lists import attendance_by_category

_HEADS = {
    ItemKind.READ: "宣读文件",
    ItemKind.PLEDGE: "单位表态发言",
    ItemKind.SIGN: "签订目标责任书",
    ItemKind.REPORT: "汇报和通报情况",
    ItemKind.SPEECH: "领导讲话",
}

MOST_DEMANDS = 50


def script_document(meeting: Meeting, items: list[AgendaItem], lines: list[Attendee]) -> gongwen.Document:
    """The script; items of one kind that follow each other are one point of the agenda."""
    points = [(ItemKind(kind), list(found)) for kind, found in groupby(items, key=lambda item: item.kind)]
    blocks: list[Block] = [
        Title(f"{meeting.title}\n主持词"),
        Number(f"{time_words(meeting.starts_at)}　{place_words(meeting)}"),
        Number(f"主持人：{meeting.host or '　　　　'}"),
        Paragraph("同志们：", indent=False),
        Paragraph("现在开会。"),
        *_present(lines),
        Paragraph(_running_order(points)),
    ]
    for number, (kind, found) in enumerate(points, 1):
        blocks += _point(number, kind, found)
    blocks += _closing(meeting)
    return gongwen.Document(name=f"{meeting.title}主持词", on=meeting.day, blocks=blocks)


def _present(lines: list[Attendee]) -> list[Block]:
    if not lines:
        return []
    leaders = [line for line in lines if line.category == Category.LEADERS]
    others = attendance_by_category([line for line in lines if line.category != Category.LEADERS])
    said = []
    if leaders:
        said.append(f"出席会议的领导：{names(leaders)}。")
    if others:
        said.append(f"通知参会的各方面负责同志：{scope_words(others)}。")
    excused = [line for line in lines if line.state == AttendanceState.EXCUSED]
    if excused:
        said.append(f"请假{len(excused)}人：{'、'.join(line.label for line in excused)}。")
    return [Paragraph("".join(said))]


def _running_order(points: list[tuple[ItemKind, list[AgendaItem]]]) -> str:
    if not points:
        return "今天的议程待定。"
    told = "；".join(f"{chinese(number)}是{_head(kind, found)}" for number, (kind, found) in enumerate(points, 1))
    return f"今天的会共{len(points)}项议程：{told}。"


def _head(kind: ItemKind, found: list[AgendaItem]) -> str:
    if kind not in _HEADS:
        return "、".join(item.title for item in found)
    return _HEADS[kind]


def _point(number: int, kind: ItemKind, found: list[AgendaItem]) -> list[Block]:
    blocks: list[Block] = [Clause(1, _head(kind, found))]
    for place, item in enumerate(found):
        then = found[place + 1] if place + 1 < len(found) else None
        ready = f"，{who(then)}准备" if then is not None else ""
        begins = "" if place else f"下面进行第{chinese(number)}项议程。"
        blocks.append(Paragraph(f"{begins}{call(item)}{ready}。"))
    if kind == ItemKind.READ:
        titles = "、".join(paper_words(item) for item in found)
        blocks.append(Paragraph(f"刚才宣读了{titles}，请照此办理。"))
    elif kind == ItemKind.PLEDGE:
        blocks.append(Paragraph(f"{len(found)}个单位作了表态，创卫办逐条记下，到期回头看做没做到。"))
    elif kind == ItemKind.SPEECH:
        blocks.append(Paragraph("讲话提出的各条要求，会后列成任务，明确牵头单位和时限。"))
    return blocks


def _closing(meeting: Meeting) -> list[Block]:
    demands = [line.strip() for line in meeting.demands.splitlines() if line.strip()][:MOST_DEMANDS]
    blocks: list[Block] = []
    if demands:
        blocks.append(Paragraph(f"议程都进行完了。散会前，我讲{count_words(len(demands))}点："))
        blocks += [Clause(2, "", demand) for demand in demands]
    blocks.append(Paragraph("到会情况由创卫办统计，迟到的、没有请假也没有到的，会后通报。"))
    blocks.append(Paragraph("散会。"))
    return blocks
