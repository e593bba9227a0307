"""Things without a file of their own, written as Word papers when the volume is sealed: summaries and minutes."""

from __future__ import annotations

from weicheng.engines import gongwen
from weicheng.engines.gongwen import Align, Block, Clause, Number, Paragraph, Title
from weicheng.judgement.archive.choices import SourceKind
from weicheng.judgement.archive.things import Thing
from weicheng.work.meetings import selectors as meetings
from weicheng.work.meetings.documents.minutes import minutes_document
from weicheng.work.meetings.models import Meeting
from weicheng.work.reports.choices import Part
from weicheng.work.reports.models import Report


def write_thing(thing: Thing) -> bytes:
    """The .docx of a summary or of minutes as of now; equal contents give equal bytes."""
    if thing.kind == SourceKind.MINUTES:
        return gongwen.write(_minutes(Meeting.objects.select_related("campaign").get(pk=thing.pk)))
    return gongwen.write(_report(Report.objects.select_related("campaign").get(pk=thing.pk)))


def _minutes(meeting: Meeting) -> gongwen.Document:
    return minutes_document(
        meeting,
        list(meeting.items.all()),
        meetings.lines_of(meeting),
        meetings.decisions_of(meeting),
        list(meeting.pledges.all()),
    )


def _report(report: Report) -> gongwen.Document:
    """The sentences as they were handed in, part by part."""
    period = f"{report.starts_on:%Y年%-m月%-d日}至{report.ends_on:%Y年%-m月%-d日}"
    blocks: list[Block] = [Title(f"{report.unit_name}{report.get_kind_display()}"), Number(period)]
    sentences = list(report.sentences.order_by("order", "id"))
    for part, word in Part.choices:
        found = [sentence for sentence in sentences if sentence.part == part]
        if found:
            blocks.append(Clause(1, str(word)))
            blocks += [Clause(3, "", sentence.text) for sentence in found]
    blocks.append(Paragraph(report.unit_name, indent=False, align=Align.RIGHT))
    return gongwen.Document(name=str(report), on=report.ends_on, blocks=blocks)
