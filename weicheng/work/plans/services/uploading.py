"""A plan comes in: looked at, kept once, and handed to the reader as a job."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.services import store_file
from weicheng.ground.kernel import audit, jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.errors import DuplicateFile, NotPossible, RefusedUpload
from weicheng.work.plans.models import Plan
from weicheng.work.plans.permissions import check_user_can_discard_plan, check_user_can_upload_plan
from weicheng.work.plans.policies import next_plan_state
from weicheng.work.plans.services.screening import bytes_of, screen

JOB_KIND = "plans.read"
CANCELLED = "已取消读取。"
_YEARS = range(1949, 2101)


def unpack_upload(upload: File[Any] | IO[bytes], name: str) -> list[tuple[str, File[Any]]]:
    """The papers of an upload as (name, file): those inside a zip of papers, else the upload itself.

    Raises RefusedUpload for a zip that is broken, too big unpacked, or without papers.
    """
    from weicheng.engines.reader.document import UnreadableDocument
    from weicheng.engines.reader.sources.archive import SafeZip
    from weicheng.engines.reader.sources.docx.package import content_kind
    from weicheng.engines.reader.sources.papers import papers
    from weicheng.engines.reader.sources.watch import DEFAULT_LIMITS

    data = bytes_of(upload)
    whole = [(name, File(BytesIO(data), name=name))]
    if not data.startswith(b"PK\x03\x04"):
        return whole
    try:
        archive = SafeZip(data, DEFAULT_LIMITS)
        if content_kind(archive) is not None:
            return whole
        members = papers(archive, DEFAULT_LIMITS)
        return [
            (shown, File(BytesIO(archive.read(member, DEFAULT_LIMITS.file)), name=shown)) for member, shown in members
        ]
    except UnreadableDocument as error:
        raise RefusedUpload(str(error)) from error


def upload_plan(
    *,
    by: User,
    campaign: Campaign,
    upload: File[Any] | IO[bytes],
    name: str,
    year: int | None = None,
    revises: Plan | None = None,
) -> Plan:
    """Keep a paper and start reading it; ``year`` is the base of dates without one, ``revises`` the published plan it replaces.

    Raises RefusedUpload before anything is stored (too large, no document, marked as classified), DuplicateFile with the
    plan that has the same bytes, NotPossible if ``revises`` cannot be revised.
    """
    check_user_can_upload_plan(by, campaign)
    _check_year(year)
    data = bytes_of(upload)
    _check_duplicate(campaign, hashlib.sha256(data).hexdigest())
    screen(data, name)
    try:
        stored = store_file(BytesIO(data), name=name, by=by)
    except FileRefused as error:
        raise RefusedUpload(str(error)) from error
    with transaction.atomic():
        # Two people uploading the same paper at once wait for each other here.
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        _check_duplicate(campaign, stored.sha256)
        check_revises(campaign, revises)
        plan = Plan.objects.create(
            campaign=campaign,
            title=PurePath(name).stem[:200] or "未命名",
            file=stored,
            file_name=name[-255:],
            year=year,
            revises=revises,
            uploaded_by=by,
        )
        _start_reading(plan, by)
        after = {"file_name": name, "sha256": stored.sha256, "year": year, "revises": revises.pk if revises else None}
        audit.record("plans.plan.uploaded", by=by, obj=plan, after=after)
    return plan


def cancel_reading(*, by: User, plan: Plan) -> Plan:
    """Stop the reading; the paper stays, to be read again or thrown away."""
    check_user_can_upload_plan(by, plan.campaign)
    with transaction.atomic():
        plan = _locked(plan)
        plan.state = next_plan_state(plan, "fail", "没有在读取")
        plan.failure = CANCELLED
        if plan.job is not None:
            jobs.cancel(plan.job, by=by)
        plan.save(update_fields=["state", "failure"])
        audit.record("plans.plan.cancelled", by=by, obj=plan)
    return plan


def read_again(*, by: User, plan: Plan, year: int | None = None) -> Plan:
    """Read the paper anew, with another base year if given. Raises NotPossible once a person has worked on its rows."""
    check_user_can_upload_plan(by, plan.campaign)
    _check_year(year)
    with transaction.atomic():
        plan = _locked(plan)
        plan.state = next_plan_state(plan, "read_again", "不能重新读取")
        if plan.file is None:
            raise NotPossible("原件没有保存，不能重新读取。")
        if plan.rows.filter(version__gt=1).exists() or plan.sources.exists():
            raise NotPossible("已有人审阅过这份方案的任务行，重新读取会丢掉这些修改。")
        if year is not None:
            plan.year = year
        plan.failure = ""
        plan.save(update_fields=["state", "year", "failure"])
        _start_reading(plan, by)
        audit.record("plans.plan.read_again", by=by, obj=plan, after={"year": plan.year})
    return plan


def discard_plan(*, by: User, plan: Plan, reason: str = "") -> None:
    """Throw a paper away that never reached the ledger. Its file stays in the store until nobody points to it."""
    with transaction.atomic():
        plan = _locked(plan)
        check_user_can_discard_plan(by, plan)
        if plan.job is not None and not plan.job.is_finished:
            jobs.cancel(plan.job, by=by)
        before = {"title": plan.title, "file_name": plan.file_name, "rows": plan.rows.count()}
        audit.record("plans.plan.discarded", by=by, obj=plan, before=before, reason=reason)
        plan.delete()


def settle_readings() -> int:
    """Plans whose reading ended without their knowing (the worker was killed twice): they say so. How many."""
    ended = (JobState.FAILED, JobState.CANCELLED)
    left = Plan.objects.filter(state=PlanState.READING, job__state__in=ended).select_related("job")
    count = 0
    for plan in left:
        failure = plan.job.error if plan.job and plan.job.error else CANCELLED
        count += fail_reading(plan, failure)
    return count


def fail_reading(plan: Plan, failure: str) -> bool:
    """Record why the paper could not be read; False if it is not being read any more."""
    with transaction.atomic():
        current = Plan.objects.select_for_update(of=("self",)).filter(pk=plan.pk, state=PlanState.READING).first()
        if current is None:
            return False
        current.state, current.failure = PlanState.FAILED, failure
        current.save(update_fields=["state", "failure"])
        audit.record("plans.plan.failed", obj=current, after={"failure": failure})
    return True


def _start_reading(plan: Plan, by: User) -> None:
    plan.job = jobs.enqueue(JOB_KIND, {"plan": plan.pk}, by=by, label=f"读取《{plan.title}》")
    plan.save(update_fields=["job"])


def _check_year(year: int | None) -> None:
    if year is not None and year not in _YEARS:
        raise Invalid(f"年份{year}不对，请写四位数的年份。", "year")


def _check_duplicate(campaign: Campaign, sha256: str) -> None:
    known = Plan.objects.filter(campaign=campaign, file__sha256=sha256).select_related("uploaded_by").first()
    if known is not None:
        raise DuplicateFile(known)


def check_revises(campaign: Campaign, revises: Plan | None) -> None:
    """Raise NotPossible unless ``revises`` is a published paper of the campaign without a revision."""
    if revises is None:
        return
    current = Plan.objects.get(pk=revises.pk)
    if current.campaign_id != campaign.pk or current.state != PlanState.PUBLISHED:
        raise NotPossible(f"《{current.title}》{current.get_state_display()}，不能修订。")
    other = Plan.objects.filter(revises=current).first()
    if other is not None:
        raise NotPossible(f"《{current.title}》已经有一份修订稿《{other.title}》，请先处理它。")


def _locked(plan: Plan) -> Plan:
    return (
        Plan.objects.select_for_update(of=("self",))
        .select_related("campaign", "file", "job", "revises")
        .get(pk=plan.pk)
    )
