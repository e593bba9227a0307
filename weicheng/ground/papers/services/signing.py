"""Who signed, recorded by the office; a second record of the same signature changes nothing."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from django.db import transaction

from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.services import store_file
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.models import Person, User
from weicheng.ground.papers import policies
from weicheng.ground.papers.choices import PaperState
from weicheng.ground.papers.models import Paper, Signing
from weicheng.ground.papers.permissions import check_user_can_record_signing
from weicheng.ground.papers.services import evidencing

SCANS = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG"}


@transaction.atomic
def record_signing(
    *,
    by: User,
    paper: Paper,
    signer: str,
    on: date,
    person: Person | None = None,
    scan: IO[bytes] | Any = None,
    scan_name: str = "",
) -> Signing:
    """The unit's signature. Recorded already: the record that there is, as it is."""
    current = Paper.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=paper.pk)
    check_user_can_record_signing(by, current)
    there = Signing.objects.filter(paper=current, unit=current.unit).first()
    if there is not None:
        return there
    policies.check_can_sign(current)
    if current.unit_id is None:
        raise NotPossible(f"{current}不是给一个单位的，不登记签订。")
    policies.check_day_of_signing(current, on)
    name = signer.strip() or (person.name if person else "")
    if not name:
        raise Invalid(f"{current.unit_name}没有填签字人。", "signer")
    stored = _scan(scan, scan_name, by) if scan else None
    signing = Signing.objects.create(
        paper=current,
        unit_id=current.unit_id,
        person=person,
        signer=name[:50],
        on=on,
        scan=stored,
        scan_name=scan_name[-255:] if stored else "",
        recorded_by=by,
    )
    evidencing.take_in(signing, by)
    current.state = policies.next_state(current, "sign", "不能登记签订")
    current.save(update_fields=["state"])
    audit.record("papers.signing.recorded", by=by, obj=current, after=signing.as_values(), unit_id=current.unit_id)
    return signing


@transaction.atomic
def attach_scan(*, by: User, signing: Signing, upload: Any, name: str) -> Signing:
    """The scan of a signed paper, now or in place of an earlier one."""
    # Under the lock of the paper: the signature may have been taken back since the page was opened.
    paper = Paper.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=signing.paper_id)
    check_user_can_record_signing(by, paper)
    if not Signing.objects.filter(pk=signing.pk).exists():
        raise NotPossible(f"{paper}的签订登记已经撤销，没有可以附扫描件的登记。")
    before = signing.scan_name
    scan = _scan(upload, name, by)
    if scan.pk != signing.scan_id:
        evidencing.withdraw(signing, by, "换了新的扫描件")
    signing.scan, signing.scan_name = scan, name[-255:]
    signing.save(update_fields=["scan", "scan_name"])
    evidencing.take_in(signing, by)
    audit.record(
        "papers.signing.scanned",
        by=by,
        obj=signing.paper,
        before={"scan": before},
        after={"scan": signing.scan_name},
        unit_id=signing.unit_id,
    )
    return signing


@transaction.atomic
def retract_signing(*, by: User, signing: Signing, reason: str) -> Paper:
    """A signature that was recorded by mistake; the trail keeps it."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=signing.paper_id)
    check_user_can_record_signing(by, paper)
    if not reason.strip():
        raise Invalid("撤销签订登记要写明原因。", "reason")
    held = Signing.objects.filter(pk=signing.pk).first()
    if held is None:  # a second press: what it wants is done
        return paper
    audit.record(
        "papers.signing.retracted",
        by=by,
        obj=paper,
        before=held.as_values(),
        reason=reason.strip(),
        unit_id=paper.unit_id,
    )
    evidencing.withdraw(held, by, f"签订登记撤销：{reason.strip()}")
    held.delete()
    if paper.state == PaperState.SIGNED:
        paper.state = policies.next_state(paper, "retract", "不能撤销签订")
        paper.save(update_fields=["state"])
    return paper


def _scan(upload: Any, name: str, by: User) -> StoredFile:
    """Only what a scanner or a telephone makes; what it is says the content, not the name."""
    try:
        stored = store_file(upload, name=name or "扫描件", by=by)
    except FileRefused as error:
        raise Invalid(str(error), "scan") from error
    if stored.media_type not in SCANS:
        raise Invalid(f"扫描件只收{'、'.join(SCANS.values())}，“{name}”不是。", "scan")
    return stored
