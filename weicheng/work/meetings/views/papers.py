"""Script, minutes and circular: on the page for printing, and as Word files."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from weicheng.engines import gongwen
from weicheng.engines.gongwen.numerals import Counter
from weicheng.ground.kernel.errors import NotPossible
from weicheng.work.meetings import permissions, selectors
from weicheng.work.meetings.choices import MeetingState
from weicheng.work.meetings.documents.circular import circular_document
from weicheng.work.meetings.documents.minutes import minutes_document
from weicheng.work.meetings.documents.script import script_document
from weicheng.work.meetings.models import Meeting
from weicheng.work.meetings.views.doors import campaign_page, frame, running_or_404

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPERS = {"script": "主持词", "minutes": "会议纪要", "circular": "参会情况通报"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as the page shows it: title, line, head, text, right, or a table."""

    kind: str
    text: str = ""
    lead: str = ""
    table: gongwen.Table | None = None


@campaign_page
@require_GET
def paper(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    found = running_or_404(request, pk)
    made = document_of(found, name)
    context = {
        **frame((found.title, reverse("meetings:meeting", args=[pk])), (PAPERS[name], None)),
        "meeting": found,
        "name": name,
        "word": PAPERS[name],
        "blocks": shown(made),
        "papers": PAPERS.items(),
        "may_change": permissions.user_can_change_meeting(request.user, found),
    }
    return render(request, "meetings/paper.html", context)


@campaign_page
@require_GET
def docx(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    made = document_of(running_or_404(request, pk), name)
    response = HttpResponse(gongwen.write(made), content_type=DOCX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{made.name}.docx") or "attachment"
    return response


def document_of(meeting: Meeting, name: str) -> gongwen.Document:
    """The paper; NotPossible for a circular before the meeting is over or without anybody to name."""
    if name not in PAPERS:
        raise Http404
    lines = selectors.lines_of(meeting)
    items = list(meeting.items.all())
    if name == "script":
        return script_document(meeting, items, lines)
    if name == "minutes":
        return minutes_document(meeting, items, lines, selectors.decisions_of(meeting), list(meeting.pledges.all()))
    if meeting.state not in (MeetingState.HELD, MeetingState.CLOSED):
        raise NotPossible("会开完以后才能出通报。请先点“会开完了”。")
    if not any(selectors.late_and_absent(lines)):
        raise NotPossible("没有人迟到，也没有人无故缺席，不用通报。")
    return circular_document(meeting, lines, timezone.localdate())


def shown(document: gongwen.Document) -> list[Shown]:
    counter, found = Counter(), []
    for block in document.blocks:
        if isinstance(block, gongwen.Title):
            found.append(Shown("title", block.text))
        elif isinstance(block, gongwen.Number):
            found.append(Shown("line", block.text))
        elif isinstance(block, gongwen.Clause):
            mark = counter.next(block.level)
            found.append(Shown("head" if block.level == 1 else "text", block.text, f"{mark}{block.lead}"))
        elif isinstance(block, gongwen.Paragraph):
            kind = "right" if block.align == gongwen.Align.RIGHT else "text" if block.indent else "plain"
            found.append(Shown(kind, block.text))
        elif isinstance(block, gongwen.Table):
            found.append(Shown("table", table=block))
    return found
