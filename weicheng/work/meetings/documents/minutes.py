"""会议纪要: drafted from the agenda, the decisions and the points of the leaders' speeches."""

from __future__ import annotations

from datetime import date

from weicheng.engines import gongwen
from weicheng.engines.gongwen import Align, Block, Clause, Number, Paragraph, Title
from weicheng.work.meetings.choices import AttendanceState, DecisionKind, ItemKind
from weicheng.work.meetings.documents.phrases import joined, place_words, time_words, undated
from weicheng.work.meetings.models import AgendaItem, Attendee, Decision, Meeting, Pledge
from weicheng.work.meetings.selectors.cue import paper_words
from weicheng.work.meetings.transitions import PRESENT


def minutes_document(
    meeting: Meeting,
    items: list[AgendaItem],
    lines: list[Attendee],
    decisions: list[Decision],
    pledges: list[Pledge],
) -> gongwen.Document:
    blocks: list[Block] = [
        Title(f"{meeting.title}\n纪要"),
        Number(f"{meeting.day.year}年{meeting.day.month}月{meeting.day.day}日"),
        Paragraph(_opening(meeting, lines, bool(items or decisions or pledges))),
    ]
    if items:
        blocks.append(Clause(1, "会议议程"))
        blocks += [Clause(3, "", _item_words(item)) for item in items]
    blocks += _decided(decisions, DecisionKind.INSTRUCTION, "领导讲话要求")
    blocks += _decided(decisions, DecisionKind.DECISION, "会议议定事项")
    if pledges:
        blocks.append(Clause(1, "单位表态"))
        blocks += [Clause(3, f"{pledge.unit_name}：", _with_due(pledge.text, pledge.due_on)) for pledge in pledges]
    blocks += _absent(lines)
    blocks.append(Paragraph(f"{meeting.campaign.area}创卫办", indent=False, align=Align.RIGHT))
    return gongwen.Document(name=f"{meeting.title}纪要", on=meeting.day, blocks=blocks)


def _opening(meeting: Meeting, lines: list[Attendee], more: bool) -> str:
    """``more``: something follows that it can announce."""
    came = sum(line.state in PRESENT for line in lines)
    host = f"，{joined(meeting.host)}主持" if meeting.host else ""
    return (
        f"{time_words(meeting.starts_at)}，{undated(meeting.title)}在{place_words(meeting)}召开{host}。"
        f"通知{len(lines)}人，到会{came}人。{'现将会议情况和议定的事项纪要如下。' if more else ''}"
    )


def _item_words(item: AgendaItem) -> str:
    by = joined(f"{item.unit_name}{item.speaker}")
    what = paper_words(item) or item.title
    kind = ItemKind(item.kind)
    if kind == ItemKind.READ:
        return f"{by or '会议'}宣读{what}。"
    return f"{what}{f'（{by}）' if by and by not in what else ''}。"


def _decided(decisions: list[Decision], kind: str, head: str) -> list[Block]:
    found = [decision for decision in decisions if decision.kind == kind]
    if not found:
        return []
    speakers = list(dict.fromkeys(joined(decision.speaker) for decision in found if decision.speaker))
    said = f"（{'、'.join(speakers)}）" if speakers else ""
    blocks: list[Block] = [Clause(1, f"{head}{said}")]
    for decision in found:
        owner = f"由{decision.unit_name}牵头，" if decision.unit_name else ""
        due = f"{decision.due_on.month}月{decision.due_on.day}日前完成。" if decision.due_on else ""
        tail = f"{owner}{due}".rstrip("，")
        number = f"任务编号{decision.task.number}。" if decision.task else ""
        text = decision.text.rstrip("。")
        blocks.append(Clause(3, "", f"{text}。{tail}{'。' if tail and not tail.endswith('。') else ''}{number}"))
    return blocks


def _absent(lines: list[Attendee]) -> list[Block]:
    """Who was called and did not come, so that the numbers of the opening can be followed."""
    excused = [line for line in lines if line.state == AttendanceState.EXCUSED]
    absent = [line for line in lines if line.state == AttendanceState.ABSENT]
    found: list[Block] = []
    if excused:
        found.append(Paragraph(f"请假：{'、'.join(f'{line.label}（{line.reason}）' for line in excused)}。"))
    if absent:
        found.append(Paragraph(f"缺席：{'、'.join(line.label for line in absent)}。"))
    return found


def _with_due(text: str, due_on: date | None) -> str:
    return f"{text.rstrip('。')}。{f'{due_on.year}年{due_on.month}月{due_on.day}日前做到。' if due_on else ''}"
