"""Where things come from: one short function for each source. A new source is a new function in PROVIDERS."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.models import Evidence, EvidenceClause, StoredFile
from weicheng.ground.papers.choices import PaperState
from weicheng.ground.papers.models import IncomingPaper, OfficialPaper, Paper
from weicheng.ground.papers.official_choices import OfficialKind, OfficialState
from weicheng.ground.papers.services.evidencing import PAPER_ORIGIN
from weicheng.judgement.archive.choices import SourceKind, WorkPart
from weicheng.judgement.archive.things import FileRef, Query, Thing
from weicheng.work.meetings.choices import MeetingState
from weicheng.work.meetings.models import Decision, Meeting
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.clauses import TaskClause
from weicheng.work.plans.models import Plan, TaskSource
from weicheng.work.reports.choices import Kind, ReportState
from weicheng.work.reports.models import Report, Sentence

Rows = TypeVar("Rows", bound=QuerySet[Any])
Provider = Callable[[Query], Iterator[Thing]]

# What a piece of evidence shows of the four that each line of work must show; a rule in force counts as its plan (M073).
PART_OF = {
    EvidenceKind.PLAN: WorkPart.PLAN,
    EvidenceKind.RULE: WorkPart.PLAN,
    EvidenceKind.CHECK: WorkPart.CHECK,
    EvidenceKind.SUMMARY: WorkPart.SUMMARY,
}
KINDS_OF = {part: [kind for kind in EvidenceKind if PART_OF.get(kind, WorkPart.RECORD) == part] for part in WorkPart}
OFFICIAL_PARTS = {
    OfficialKind.PLAN: WorkPart.PLAN,
    OfficialKind.NOTICE: WorkPart.PLAN,
    OfficialKind.CIRCULAR: WorkPart.CHECK,
    OfficialKind.REPORT: WorkPart.SUMMARY,
}
_CHECKS = frozenset({"notice", "reminder", "rectify"})  # kinds of papers that drive and check; the others order
_STANDING = (PaperState.ISSUED, PaperState.SIGNED, PaperState.OUT_OF_DATE)


def part_of(kind: str) -> WorkPart:
    return PART_OF.get(EvidenceKind(kind), WorkPart.RECORD)


def evidence_things(query: Query) -> Iterator[Thing]:
    rows = Evidence.objects.live().filter(campaign_id=query.campaign_id)
    rows = _only(rows, query)
    if query.only is None:
        rows = rows.exclude(origin__startswith=PAPER_ORIGIN)  # comes as the official paper that it is
        if query.years:
            rows = rows.filter(year__in=query.years)
        if query.units is not None:
            rows = rows.filter(unit__in=query.units)
        if query.words:
            rows = rows.filter(title__icontains=query.words)
        if query.part:
            rows = rows.filter(kind__in=KINDS_OF[WorkPart(query.part)])
        if query.clauses is not None:
            rows = rows.filter(pk__in=EvidenceClause.objects.filter(clause__in=query.clauses).values("evidence"))
    found = list(rows.select_related("file", "unit", "zone", "by").order_by("pk"))
    clauses = _grouped(
        EvidenceClause.objects.filter(evidence__campaign_id=query.campaign_id, evidence__in=[row.pk for row in found])
        if len(found) <= 400
        else EvidenceClause.objects.filter(evidence__campaign_id=query.campaign_id),
        "evidence",
    )
    for row in found:
        yield Thing(
            kind=SourceKind.EVIDENCE,
            pk=row.pk,
            title=row.title,
            part=part_of(row.kind),
            on=row.on,
            year=row.year,
            unit_id=row.unit_id,
            unit_name=str(row.unit or ""),
            person=str(row.by or ""),
            place=str(row.zone or ""),
            url=row.origin_url,
            files=(file_ref(row.file),),
            clauses=clauses.get(row.pk, frozenset()),
            given=timezone.localdate(row.at),
            detail=row.kind,
        )


def plan_things(query: Query) -> Iterator[Thing]:
    rows = Plan.objects.filter(campaign_id=query.campaign_id, state=PlanState.PUBLISHED, file__isnull=False)
    rows = _only(rows, query)
    clauses = _through_tasks(TaskSource.objects.filter(plan__campaign_id=query.campaign_id), "plan")
    fields = ("title", "number", "issuer", "issued_on", "year", "file_name", "file", "uploaded_by", "uploaded_at")
    for row in rows.select_related("file", "uploaded_by").only(*fields, "file__sha256", "file__size", "file__name",
                                                               "file__media_type", "uploaded_by__name",
                                                               "uploaded_by__username"):  # fmt: skip
        yield Thing(
            kind=SourceKind.PLAN,
            pk=row.pk,
            title=row.title,
            part=WorkPart.PLAN,
            on=row.issued_on,
            year=row.issued_on.year if row.issued_on else row.year,
            unit_name=row.issuer,
            person=str(row.uploaded_by),
            paper_number=row.number,
            url=reverse("plans:detail", args=[row.pk]),
            files=(file_ref(row.file, row.file_name),) if row.file else (),
            clauses=clauses.get(row.pk, frozenset()),
            given=timezone.localdate(row.uploaded_at),
        )


def paper_things(query: Query) -> Iterator[Thing]:
    """Papers that went out; a void one is not shown to reviewers. Only those that name their tasks have clauses."""
    rows = Paper.objects.filter(campaign_id=query.campaign_id, state__in=_STANDING, file__isnull=False)
    rows = _only(rows, query).select_related("file", "unit", "issued_by")
    if query.only is None and query.years:
        rows = rows.filter(year__in=query.years)
    found = list(rows)
    clauses = _of_listed_tasks(found) if query.only is None else {}
    for row in found:
        yield Thing(
            kind=SourceKind.PAPER,
            pk=row.pk,
            title=row.title,
            part=WorkPart.CHECK if row.kind in _CHECKS else WorkPart.PLAN,
            on=row.issued_on,
            year=row.year,
            unit_id=row.unit_id,
            unit_name=row.unit_name,
            person=str(row.issued_by or ""),
            paper_number=row.number,
            url="",
            files=(file_ref(row.file, row.file_name()),) if row.file else (),
            clauses=clauses.get(row.pk, frozenset()),
            given=row.issued_on,
            detail=row.kind,
        )


def official_things(query: Query) -> Iterator[Thing]:
    """公文 as they were issued: the PDF, then the Word file; clauses and year are those of the evidence which they became."""
    rows = OfficialPaper.objects.filter(campaign_id=query.campaign_id, state=OfficialState.ISSUED)
    rows = _only(rows, query).select_related("docx", "pdf", "entry", "answers__file", "drafted_by")
    filed = _filed_papers(query.campaign_id)
    for row in rows.defer("body", "attachments"):
        asked = row.answers.file if row.answers else None
        year, clauses = filed.get(row.pk, (None, frozenset()))
        yield Thing(
            kind=SourceKind.OFFICIAL,
            pk=row.pk,
            title=row.title.replace("\n", ""),
            part=OFFICIAL_PARTS.get(OfficialKind(row.kind), WorkPart.RECORD),
            on=row.on,
            year=year or (row.on.year if row.on else None),
            unit_name=row.signature[:100],
            person=str(row.drafted_by),
            paper_number=str(row.entry or ""),
            url=reverse("papers:paper", args=[row.pk]),
            files=tuple(
                file_ref(file, row.file_name(end)) for file, end in ((row.pdf, "pdf"), (row.docx, "docx")) if file
            ),
            behind=(file_ref(asked, row.answers.file_name),) if asked and row.answers else (),
            clauses=clauses,
            given=timezone.localdate(row.issued_at) if row.issued_at else row.on,
            detail=row.kind,
        )


def incoming_things(query: Query) -> Iterator[Thing]:
    """来文 with their scans."""
    rows = _only(IncomingPaper.objects.filter(campaign_id=query.campaign_id, file__isnull=False), query)
    for row in rows.select_related("file", "by"):
        yield Thing(
            kind=SourceKind.INCOMING,
            pk=row.pk,
            title=row.title,
            part=WorkPart.RECORD,
            on=row.received_on,
            url=reverse("papers:incoming-one", args=[row.pk]),
            year=row.received_on.year,
            unit_name=row.issuer,
            person=str(row.by),
            paper_number=row.number,
            files=(file_ref(row.file, row.file_name),) if row.file else (),
            given=row.received_on,
        )


def report_things(query: Query) -> Iterator[Thing]:
    """Summaries: those of a month or a stage, and what the office summed up itself."""
    rows = Report.objects.filter(campaign_id=query.campaign_id, state=ReportState.SUBMITTED)
    rows = _only(rows, query).exclude(kind=Kind.WEEK, unit__isnull=False)
    if query.only is None:
        if query.years:
            rows = rows.filter(ends_on__year__in=query.years)
        if query.units is not None:
            rows = rows.filter(unit__in=query.units)
    found = list(rows.select_related("unit", "submitted_by"))
    clauses = _of_sentences(found)
    for row in found:
        yield Thing(
            kind=SourceKind.REPORT,
            pk=row.pk,
            title=str(row),
            part=WorkPart.SUMMARY,
            on=row.ends_on,
            year=row.ends_on.year,
            unit_id=row.unit_id,
            unit_name=row.unit_name,
            person=str(row.submitted_by or ""),
            url=reverse("reports:report", args=[row.unit_id or 0, row.kind, row.starts_on.isoformat()]),
            is_written=True,
            clauses=clauses.get(row.pk, frozenset()),
            given=timezone.localdate(row.submitted_at) if row.submitted_at else None,
        )


def minutes_things(query: Query) -> Iterator[Thing]:
    rows = Meeting.objects.filter(campaign_id=query.campaign_id, state__in=(MeetingState.HELD, MeetingState.CLOSED))
    rows = _only(rows, query)
    if query.only is None and query.years:
        rows = rows.filter(starts_at__year__in=query.years)
    decisions = Decision.objects.filter(meeting__campaign_id=query.campaign_id, task__isnull=False)
    clauses = _through_tasks(decisions, "meeting")
    for row in rows.select_related("by", "campaign"):
        yield Thing(
            kind=SourceKind.MINUTES,
            pk=row.pk,
            title=f"{row.title}纪要",
            part=WorkPart.RECORD,
            on=row.day,
            year=row.day.year,
            unit_name=f"{row.campaign.area}创卫办",
            person=str(row.by),
            url=reverse("meetings:paper", args=[row.pk, "minutes"]),
            is_written=True,
            clauses=clauses.get(row.pk, frozenset()),
            given=row.day,
        )


PROVIDERS: dict[SourceKind, Provider] = {
    SourceKind.EVIDENCE: evidence_things,
    SourceKind.PAPER: paper_things,
    SourceKind.OFFICIAL: official_things,
    SourceKind.INCOMING: incoming_things,
    SourceKind.PLAN: plan_things,
    SourceKind.REPORT: report_things,
    SourceKind.MINUTES: minutes_things,
}


def things_of(query: Query, kinds: Iterable[SourceKind] = SourceKind) -> list[Thing]:
    """Everything that the query asks for, from all sources."""
    return [thing for kind in kinds for thing in PROVIDERS[kind](query) if _fits(thing, query)]


def file_ref(file: StoredFile, name: str = "") -> FileRef:
    return FileRef(file.pk, file.sha256, file.size, name or file.name, file.media_type)


def _fits(thing: Thing, query: Query) -> bool:
    """The whole query once more in one place: a provider narrows in the database what it can."""
    if query.only is not None:
        return True
    return (
        (not query.years or thing.year in query.years)
        and (query.units is None or thing.unit_id in query.units)
        and (not query.part or thing.part == query.part)
        and query.words.lower() in thing.title.lower()
        and (query.clauses is None or bool(thing.clauses & query.clauses))
    )


def _only(rows: Rows, query: Query) -> Rows:
    return rows if query.only is None else rows.filter(pk__in=query.only)


def _grouped(rows: QuerySet[EvidenceClause], owner: str) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for pk, clause in rows.order_by().values_list(owner, "clause"):
        found[pk].add(clause)
    return {pk: frozenset(clauses) for pk, clauses in found.items()}


def _through_tasks(links: QuerySet[TaskSource] | QuerySet[Decision], owner: str) -> dict[int, frozenset[int]]:
    """The clauses of what stands beside tasks: those of its tasks that are in the ledger."""
    found: dict[int, set[int]] = defaultdict(set)
    linked = links.filter(task__clauses__isnull=False, task__withdrawn_at=None).order_by()
    for pk, clause in linked.values_list(owner, "task__clauses__clause").distinct():
        found[pk].add(clause)
    return {pk: frozenset(clauses) for pk, clauses in found.items()}


def _filed_papers(campaign_id: int) -> dict[int, tuple[int | None, frozenset[int]]]:
    """Official paper -> the year and the clauses under which its evidence lies."""
    links = EvidenceClause.objects.filter(
        evidence__campaign_id=campaign_id, evidence__removed_at=None, evidence__origin__startswith=PAPER_ORIGIN
    )
    found: dict[int, tuple[int | None, frozenset[int]]] = {}
    for subject, year, clause in links.order_by().values_list("evidence__subject", "evidence__year", "clause"):
        pk = int(subject.removeprefix(PAPER_ORIGIN))
        found[pk] = (year, found.get(pk, (year, frozenset()))[1] | {clause})
    return found


def _of_listed_tasks(papers: list[Paper]) -> dict[int, frozenset[int]]:
    """Notices and reminders list their tasks by uid; a notice to put right may name its clauses itself."""
    named = {paper.pk: frozenset(paper.made_from.get("clauses", [])) for paper in papers}
    listed = {paper.pk: {str(task[0]) for task in paper.made_from.get("tasks", []) if task} for paper in papers}
    if not any(listed.values()):
        return named
    of_task: dict[str, set[int]] = defaultdict(set)
    campaign = papers[0].campaign_id
    for uid, clause in TaskClause.objects.filter(task__campaign=campaign).values_list("task__uid", "clause"):
        of_task[str(uid)].add(clause)
    return {pk: named[pk].union(*(of_task.get(uid, set()) for uid in uids)) for pk, uids in listed.items()}


def _of_sentences(reports: list[Report]) -> dict[int, frozenset[int]]:
    """Sentences know the tasks they speak of."""
    tasks: dict[int, set[int]] = defaultdict(set)
    known = {report.pk for report in reports}
    if not known:
        return {}
    sentences = Sentence.objects.filter(report__campaign=reports[0].campaign_id)
    if len(known) <= 400:
        sentences = sentences.filter(report__in=known)
    for pk, sources in sentences.order_by().values_list("report", "sources").iterator():
        if pk in known:
            tasks[pk] |= {source["id"] for source in sources if source.get("kind") == "task"}
    if not any(tasks.values()):
        return {}
    of_task: dict[int, set[int]] = defaultdict(set)
    campaign = reports[0].campaign_id
    for task, clause in TaskClause.objects.filter(task__campaign=campaign).values_list("task", "clause"):
        of_task[task].add(clause)
    return {pk: frozenset().union(*(of_task.get(task, set()) for task in found)) for pk, found in tasks.items()}
