"""Papers for many units as one job. Run again after a crash, the job goes on where it stopped: a unit gets one paper a batch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone

from weicheng.engines.gongwen import write
from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit, jobs
from weicheng.ground.kernel.errors import Invalid, Refused
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers.choices import PaperKind, PaperState, Variant
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.permissions import check_user_can_issue_papers
from weicheng.ground.papers.services.issuing import draft_paper, issue_paper
from weicheng.work.letters.choices import JOB_KIND, STEPS
from weicheng.work.letters.documents.letter import LetterFacts, letter_document, letter_title
from weicheng.work.letters.documents.notice import NoticeFacts, notice_document
from weicheng.work.letters.documents.reminder import reminder_document
from weicheng.work.letters.selectors.lateness import pressing
from weicheng.work.letters.selectors.rows import rows_of_units
from weicheng.work.letters.selectors.signers import Chiefs, Top, chiefs_of, top_of
from weicheng.work.letters.snapshot import Row, digest_of
from weicheng.work.plans.models import Task
from weicheng.work.plans.status import Moment

RECEIPT_WITHIN = 3  # working days to return the receipt of a notice
MOST_UNITS = 2000
# Made from the ledger, for many units at once; other kinds are made one by one elsewhere.
BATCH_KINDS = (PaperKind.LETTER, PaperKind.NOTICE, PaperKind.REMINDER)


def issue_batch(*, by: User, campaign: Campaign, kind: str, units: Iterable[Unit], variant: str = "") -> Job:
    """Queue one job that makes a paper of ``kind`` for each of the units; those whose paper is still right are left out."""
    check_user_can_issue_papers(by, campaign)
    chosen = list(dict.fromkeys(unit.pk for unit in units))
    if not chosen:
        raise Invalid("还没有选单位。", "units")
    if len(chosen) > MOST_UNITS:
        raise Invalid(f"一次最多{MOST_UNITS}个单位。", "units")
    if kind not in BATCH_KINDS or (kind == PaperKind.REMINDER and variant not in Variant.values):
        raise Invalid("没有这种文书。", "kind")
    word = STEPS[Variant(variant)].word if variant else PaperKind(kind).label
    with transaction.atomic():
        args = {"campaign": campaign.pk, "kind": kind, "variant": variant, "units": chosen}
        job = jobs.enqueue(JOB_KIND, args, by=by, label=f"生成{word}，{len(chosen)}个单位")
        audit.record("letters.batch.ordered", by=by, obj=campaign, after=args, campaign_id=campaign.pk)
    return job


def run_batch(job: Job) -> dict[str, Any]:
    """The body of the job: true progress unit by unit, stopped between two of them."""
    campaign = Campaign.objects.get(pk=job.args["campaign"])
    by = User.objects.get(pk=job.created_by_id or 0)
    kind, variant = job.args["kind"], job.args["variant"]
    units = list(Unit.objects.filter(pk__in=job.args["units"]).order_by("order", "pk").prefetch_related("names"))
    made = set(Paper.objects.filter(job=job).values_list("unit_id", flat=True))
    batch = Batch(campaign, kind, variant, timezone.localdate(), [unit.pk for unit in units])
    counted = {"issued": len(made), "unchanged": 0}
    refused: list[str] = []
    for place, unit in enumerate(units):
        jobs.progress(job, place, len(units), f"第{place + 1}个，共{len(units)}个：{unit}")
        if unit.pk in made:
            continue
        try:
            paper = issue_one(by=by, batch=batch, unit=unit, job=job)
        except Refused as error:
            refused.append(f"{unit}：{error}")
            continue
        counted["issued" if paper else "unchanged"] += 1
    jobs.progress(job, len(units), len(units))
    return {**counted, "refused": refused}


@dataclass
class Batch:
    """What the papers of a batch have in common, read once: rows, signers, what is late."""

    campaign: Campaign
    kind: str
    variant: str
    on: date
    unit_ids: list[int]

    @cached_property
    def rows(self) -> dict[int, list[Row]]:
        return rows_of_units(self.campaign, self.unit_ids)

    @cached_property
    def tasks(self) -> dict[int, list[Task]]:
        found = pressing(self.campaign, Moment.of(self.campaign, self.on), self.unit_ids)
        return {one.unit.pk: one.of(self.variant) if self.variant else one.tasks for one in found}

    @cached_property
    def chiefs(self) -> dict[int, Chiefs]:
        return chiefs_of(self.unit_ids, self.on)

    @cached_property
    def top(self) -> Top:
        return top_of(self.campaign, self.on)

    @cached_property
    def answer_by(self) -> date:
        days = STEPS[Variant(self.variant)].reply_within if self.variant else RECEIPT_WITHIN
        return work_calendar().add_workdays(self.on, days)


@transaction.atomic
def issue_one(*, by: User, batch: Batch, unit: Unit, job: Job | None = None) -> Paper | None:
    """One unit's paper; None where there is nothing to say, or where the paper that stands says it already."""
    # Two batches at once must not both find the unit without a letter.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if batch.kind == PaperKind.LETTER:
        return _issue_letter(by, batch, unit, job)
    return _issue_call(by, batch, unit, job)


def letter_bytes(batch: Batch, unit: Unit, number: str) -> bytes:
    """The letter of a unit; without ``number`` a specimen."""
    facts = LetterFacts(
        campaign=batch.campaign,
        unit_id=unit.pk,
        unit_name=unit.name_on(batch.on),
        number=number,
        on=batch.on,
        rows=batch.rows[unit.pk],
        top=batch.top,
        chiefs=batch.chiefs[unit.pk],
    )
    return write(letter_document(facts))


def _issue_letter(by: User, batch: Batch, unit: Unit, job: Job | None) -> Paper | None:
    rows = batch.rows[unit.pk]
    if not rows:
        return None
    digest = digest_of(rows)
    standing = Paper.objects.current().filter(campaign=batch.campaign, kind=PaperKind.LETTER, unit=unit).first()
    if standing and standing.digest == digest and standing.state != PaperState.OUT_OF_DATE:
        return None
    draft = draft_paper(
        by=by,
        campaign=batch.campaign,
        kind=PaperKind.LETTER,
        title=letter_title(batch.campaign),
        unit=unit,
        made_from={"rows": rows},
        digest=digest,
        replaces=standing,
        job=job,
    )
    return issue_paper(by=by, paper=draft, on=batch.on, render=lambda paper: letter_bytes(batch, unit, paper.number))


def _issue_call(by: User, batch: Batch, unit: Unit, job: Job | None) -> Paper | None:
    """A notice or a reminder: once a day for the same tasks."""
    tasks = batch.tasks.get(unit.pk, [])
    if not tasks:
        return None
    listed = [[str(task.uid), task.number, task.title, str(task.due_on)] for task in tasks]
    digest = hashlib.sha256(json.dumps(listed, ensure_ascii=False).encode()).hexdigest()
    same = Paper.objects.current().filter(
        campaign=batch.campaign, kind=batch.kind, variant=batch.variant, unit=unit, issued_on=batch.on, digest=digest
    )
    if same.exists():
        return None
    title = STEPS[Variant(batch.variant)].word if batch.variant else "任务通知单"
    draft = draft_paper(
        by=by,
        campaign=batch.campaign,
        kind=batch.kind,
        variant=batch.variant,
        title=title,
        unit=unit,
        made_from={"tasks": listed, "answer_by": batch.answer_by.isoformat()},
        digest=digest,
        job=job,
    )
    return issue_paper(by=by, paper=draft, on=batch.on, render=_call_writer(batch, unit, tasks))


def _call_writer(batch: Batch, unit: Unit, tasks: list[Task]) -> Callable[[Paper], bytes]:
    def render(paper: Paper) -> bytes:
        facts = NoticeFacts(
            batch.campaign, unit.name_on(batch.on), paper.number, batch.on, tasks, batch.top.office, batch.answer_by
        )
        made = reminder_document(facts, Variant(batch.variant)) if batch.variant else notice_document(facts)
        return write(made)

    return render
