"""Papers get their number, their file and their state."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.services import store_file
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers import policies
from weicheng.ground.papers.choices import PaperKind, PaperState
from weicheng.ground.papers.models import NumberRegister, Paper
from weicheng.ground.papers.permissions import check_user_can_issue_papers, check_user_can_void_paper

Render = Callable[[Paper], bytes]


@transaction.atomic
def draft_paper(
    *,
    by: User,
    campaign: Campaign,
    kind: str,
    title: str,
    unit: Unit | None = None,
    variant: str = "",
    made_from: dict[str, Any] | None = None,
    digest: str = "",
    replaces: Paper | None = None,
    job: Job | None = None,
) -> Paper:
    """A paper without number and file. ``digest`` stands for what, if it changes, makes it out of date."""
    check_user_can_issue_papers(by, campaign)
    if replaces is not None and Paper.objects.filter(replaces=replaces).exists():
        raise NotPossible(f"{replaces}已经有新的一份。")
    return Paper.objects.create(
        campaign=campaign,
        kind=kind,
        variant=variant,
        title=title[:200],
        unit=unit,
        unit_name=unit.name if unit else "",
        made_from=made_from or {},
        digest=digest,
        replaces=replaces,
        job=job,
    )


@transaction.atomic
def issue_paper(*, by: User, paper: Paper, on: date, render: Render) -> Paper:
    """Give the next number of the register, render the paper with it and keep the file.

    One transaction: if rendering fails the number was never given, so the register has no gap. ``unit_name`` is the name
    of the unit on that day.
    """
    current = Paper.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=paper.pk)
    check_user_can_issue_papers(by, current.campaign)
    state = policies.next_state(current, "issue", "不能再发出")
    current.year, current.serial = on.year, _next_serial(current.campaign, current.kind, on.year)
    current.number = f"{PaperKind(current.kind).label}〔{current.year}〕第{current.serial}号"
    current.issued_on, current.issued_by, current.state = on, by, state
    if current.unit:
        current.unit_name = current.unit.name_on(on)
    content = render(current)
    current.sha256 = hashlib.sha256(content).hexdigest()
    current.file = store_file(io.BytesIO(content), name=current.file_name()[-255:], by=by)
    current.save()
    audit.record(
        "papers.paper.issued",
        by=by,
        obj=current,
        after={"number": current.number, "unit": current.unit_name, "sha256": current.sha256},
        unit_id=current.unit_id,
    )
    return current


@transaction.atomic
def void_paper(*, by: User, paper: Paper, reason: str) -> Paper:
    """Take a paper out of force. Its number is not given again; the register keeps it with the reason."""
    current = Paper.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=paper.pk)
    check_user_can_void_paper(by, current)
    if not reason.strip():
        raise Invalid("作废要写明原因。", "reason")
    before = current.state
    current.state = policies.next_state(current, "void", "不用再作废")
    current.void_reason = reason.strip()[:200]
    current.save(update_fields=["state", "void_reason"])
    audit.record(
        "papers.paper.voided",
        by=by,
        obj=current,
        before={"state": before},
        after={"state": current.state},
        reason=current.void_reason,
        unit_id=current.unit_id,
    )
    return current


@transaction.atomic
def mark_changes(*, paper: Paper, sentences: Sequence[str]) -> Paper:
    """What a check found: with sentences the paper is out of date, without it is good again. No change, no entry."""
    current = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    before, found = current.state, list(sentences)
    if before not in (PaperState.ISSUED, PaperState.SIGNED, PaperState.OUT_OF_DATE) or current.changes == found:
        return current
    current.changes = found
    if found and before != PaperState.OUT_OF_DATE:
        current.state = policies.next_state(current, "outdate", "不会过时")
    elif not found and before == PaperState.OUT_OF_DATE:
        verb = "restore_signed" if current.signings.exists() else "restore"
        current.state = policies.next_state(current, verb, "不能恢复")
    current.save(update_fields=["state", "changes"])
    if current.state != before:
        action = "papers.paper.outdated" if found else "papers.paper.restored"
        audit.record(
            action,
            obj=current,
            before={"state": before},
            after={"state": current.state},
            reason="；".join(found)[:1000],
            unit_id=current.unit_id,
        )
    return current


def _next_serial(campaign: Campaign, kind: str, year: int) -> int:
    """The next number of a register, under the lock of its row until the transaction ends."""
    NumberRegister.objects.get_or_create(campaign=campaign, kind=kind, year=year)
    register = NumberRegister.objects.select_for_update().get(campaign=campaign, kind=kind, year=year)
    register.last += 1
    register.save(update_fields=["last"])
    return register.last
