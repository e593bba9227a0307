"""The job that reads a stored paper into draft rows. Run twice, the second run replaces what the first left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from weicheng.engines.reader.classified import mark_of, refusal
from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.rows import Reading
from weicheng.engines.reader.sources import open_document
from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.evidence.classified import margins
from weicheng.ground.evidence.errors import FileMissing
from weicheng.ground.evidence.services import open_file
from weicheng.ground.kernel import audit, jobs
from weicheng.ground.kernel.models import Job
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan
from weicheng.work.plans.policies import next_plan_state
from weicheng.work.plans.services.drafting import draft_owners, draft_row
from weicheng.work.plans.services.revising import match_revision
from weicheng.work.plans.services.uploading import fail_reading

# Shares of the bar: opening the file, finding the rows, matching and storing.
_OPEN, _READ, _ALL = 500, 950, 1000
_ASK_SECONDS = 0.25
_COUNTED = {"页": "页", "段落": "段", "工作表": "张工作表"}  # what the sources count, as one says it after a number
_NO_TASKS = "没有在文件里找到任务。如果它是总结或报告，这是对的；否则可以在原文里选中一句，手工新增。"


def read_plan(job: Job) -> dict[str, Any]:
    """Read the plan of the job: text, rows, owners; the plan is then under review, or failed with a sentence."""
    plan = Plan.objects.select_related("campaign", "file", "revises").filter(pk=job.args["plan"]).first()
    if plan is None or plan.state != PlanState.READING or plan.job_id != job.pk:
        return {}
    try:
        document, reading = _read(plan, job)
    except (UnreadableDocument, FileMissing) as error:
        fail_reading(plan, str(error))
        raise jobs.JobFailed(str(error)) from error
    except MemoryError:
        fail_reading(plan, "文件太复杂，内存不够，没有读完。请拆成几份再上传。")
        raise
    except Exception:
        fail_reading(plan, f"读取时出错，请把编号{job.pk.hex[:8]}告诉管理员，也可以另存为docx再上传。")
        raise
    rows = _store(plan, job, document, reading)
    return {"rows": rows, "characters": len(reading.text)}


def _read(plan: Plan, job: Job) -> tuple[Document, Reading]:
    from weicheng.engines.reader.reading import read_document

    assert plan.file is not None
    with open_file(plan.file) as stream:
        data = stream.read()
    stop = _asks(job)
    document = open_document(data, plan.file_name, progress=_bar(job, 0, _OPEN), cancelled=stop)
    level = mark_of(document, margins(data))
    if level:
        _remove(plan)
        raise UnreadableDocument(refusal(level))
    bar = _bar(job, _OPEN, _READ)
    bar(0, 1, "找出任务")
    reading = read_document(document, year=plan.year, progress=bar, cancelled=stop)
    bar(1, 1, "对上单位")
    return document, reading


def _bar(job: Job, start: int, end: int) -> Callable[[int, int, str], None]:
    """Progress of one stage on the bar of the whole; stops the job when it was cancelled."""

    def tell(done: int, total: int, what: str = "") -> None:
        share = done / total if total else 0.0
        jobs.progress(job, start + round((end - start) * min(1.0, share)), _ALL, _note(done, total, what))

    return tell


def _note(done: int, total: int, what: str) -> str:
    """第63页，共300页: the one that is being read now; a step that is not counted says only what it is."""
    counter = _COUNTED.get(what)
    return f"第{min(done + 1, total)}{counter}，共{total}{counter[0]}" if counter else what


def _asks(job: Job) -> Callable[[], bool]:
    """Whether the job was cancelled, asked of the database a few times a second at most."""
    last = time.monotonic()

    def cancelled() -> bool:
        nonlocal last
        if time.monotonic() - last < _ASK_SECONDS:
            return False
        last = time.monotonic()
        if jobs.is_cancelled(job):
            raise jobs.JobStopped
        return False

    return cancelled


def _store(plan: Plan, job: Job, document: Document, reading: Reading) -> int:
    matcher = campaign_matcher(plan.campaign)
    with transaction.atomic():
        current = Plan.objects.select_for_update(of=("self",)).select_related("campaign", "revises").get(pk=plan.pk)
        if current.state != PlanState.READING or current.job_id != job.pk:
            raise jobs.JobStopped
        _fill(current, document, reading)
        current.rows.all().delete()
        rows = [draft_row(current, row, order) for order, row in enumerate(reading.rows, 1)]
        DraftRow.objects.bulk_create(rows)
        owners = [
            owner
            for row, read in zip(rows, reading.rows, strict=True)
            for owner in draft_owners(row, read.owners, matcher)
        ]
        DraftOwner.objects.bulk_create(owners)
        if current.revises is not None:
            match_revision(current)
        audit.record("plans.plan.read", obj=current, after={"rows": len(rows), "characters": len(reading.text)})
    return len(rows)


def _fill(plan: Plan, document: Document, reading: Reading) -> None:
    facts = reading.plan
    plan.title = (facts.title or plan.title)[:200]
    plan.number = (facts.number or "")[:60]
    plan.issuer = (facts.issuer or "")[:100]
    plan.issued_on = _day(facts.date)
    plan.year = plan.year or facts.year
    plan.text = reading.text
    plan.blocks = [
        {**asdict(block), "locator": {k: v for k, v in asdict(block.locator).items() if v is not None}}
        for block in document.blocks
    ]
    plan.tables = [asdict(table) for table in document.tables]
    plan.facts = asdict(facts)
    plan.warnings = [*document.warnings, *reading.warnings, *([] if reading.rows else [_NO_TASKS])]
    plan.state, plan.failure = next_plan_state(plan, "read", "不能读取"), ""
    plan.save()


def _remove(plan: Plan) -> None:
    """The full text is classified: the original goes too, unless another paper has the same bytes."""
    from weicheng.ground.evidence.services import path_of

    stored = plan.file
    if stored is None:
        return
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(file=None)
        plan.file = None
        if not Plan.objects.filter(file=stored).exists():
            stored.delete()
            transaction.on_commit(lambda: path_of(stored.sha256).unlink(missing_ok=True))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
