"""A unit's own document becomes rows, each with the upper tasks it most likely carries; the unit checks them."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from weicheng.engines.reader.classified import mark_of, refusal
from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources import open_document
from weicheng.ground.evidence.classified import margins
from weicheng.ground.evidence.services import open_file, store_file
from weicheng.ground.kernel import audit, jobs
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import User
from weicheng.work.cascade.models import UnitPlan, UnitRow
from weicheng.work.cascade.permissions import check_user_can_edit_answer
from weicheng.work.cascade.selectors import tasks_for
from weicheng.work.cascade.transitions import EDITABLE
from weicheng.work.plans.services.drafting import draft_row
from weicheng.work.plans.services.screening import bytes_of, screen
from weicheng.work.plans.similarity import Index, Subject

JOB_KIND = "cascade.read"
LEAST_LIKENESS = 0.45  # a proposal only: the unit sees the link and takes it away with a press
MOST_ROWS = 300


def upload_document(*, by: User, answer: UnitPlan, upload: File[Any] | IO[bytes], name: str) -> Job:
    """Keep the unit's document and read it as a job; raises as plans.uploading does, before anything is stored."""
    check_user_can_edit_answer(by, answer)
    data = bytes_of(upload)
    screen(data, name)
    stored = store_file(BytesIO(data), name=name, by=by)
    with transaction.atomic():
        current = (
            UnitPlan.objects.select_for_update(of=("self",)).select_related("call__plan__campaign").get(pk=answer.pk)
        )
        check_user_can_edit_answer(by, current)
        if current.job is not None and not current.job.is_finished:
            raise NotPossible("上一份文件还在读取，请等它读完或先停止。")
        current.file, current.file_name = stored, name[-255:]
        current.job = jobs.enqueue(JOB_KIND, {"answer": current.pk}, by=by, label=f"读取{current.unit_name}的方案")
        current.save(update_fields=["file", "file_name", "job"])
    return current.job


def read_answer(job: Job) -> dict[str, Any]:
    """The job: rows found in the document are added to those there are; run again, it adds none twice."""
    from weicheng.engines.reader.reading import read_document

    answer = UnitPlan.objects.select_related("call__plan", "file", "unit").filter(pk=job.args["answer"]).first()
    if answer is None or answer.file is None or answer.job_id != job.pk:
        return {}
    with open_file(answer.file) as stream:
        data = stream.read()
    try:
        document = open_document(data, answer.file_name)
    except UnreadableDocument as error:
        raise jobs.JobFailed(str(error)) from error
    level = mark_of(document, margins(data))
    if level:
        raise jobs.JobFailed(refusal(level))
    jobs.progress(job, 1, 2, "找出要做的事")
    reading = read_document(document, year=answer.call.plan.year)
    return {"rows": _store(answer, reading.rows[:MOST_ROWS])}


def _store(answer: UnitPlan, rows: list[Any]) -> int:
    with transaction.atomic():
        current = UnitPlan.objects.select_for_update(of=("self",)).get(pk=answer.pk)
        if current.state not in EDITABLE:
            raise jobs.JobFailed("读取时方案已经报送，没有加进去。")
        there = set(current.rows.exclude(quote="").values_list("quote", flat=True))
        upper = {task.pk: task for task in tasks_for(answer.call, answer.unit)}
        index = Index(Subject(task.pk, task.title, "") for task in upper.values())
        last = max(current.rows.values_list("order", flat=True), default=0)
        made = 0
        for read in rows:
            if read.quote in there:
                continue
            made += 1
            _add(current, read, last + made, index, upper)
        audit.record(
            "cascade.answer.read",
            obj=current,
            after={"rows": made, "file_name": current.file_name},
            unit_id=answer.unit_id,
        )
    return made


def _add(answer: UnitPlan, read: Any, order: int, index: Index, upper: dict[int, Any]) -> None:
    due = draft_row(answer.call.plan, read, 0).due_on
    row = UnitRow.objects.create(
        plan=answer,
        order=order,
        title=read.title[:200],
        in_charge="、".join(owner.name for owner in read.owners)[:60],
        due_on=due,
        amount="、".join(quantity.text for quantity in read.quantities)[:60],
        quote=read.quote,
    )
    row.tasks.set(_likely(read, index) & upper.keys())


def _likely(read: Any, index: Index) -> set[int]:
    """The upper task most like the row, or like the heading it stands under; none where nothing is alike."""
    wordings = [read.title, *read.section[-1:]]
    found = [index.like(Subject(f"row{words}", words, read.quote), LEAST_LIKENESS)[:1] for words in wordings]
    best = max((pair for pairs in found for pair in pairs), key=lambda pair: pair[1], default=None)
    return {best[0].key} if best else set()  # type: ignore[arg-type]
