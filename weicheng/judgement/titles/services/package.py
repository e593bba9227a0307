"""The papers handed in: filled from evidence, papers, plans or an upload, with what a policy paper must say of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from weicheng.ground.evidence.models import Evidence, StoredFile
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import OfficialPaper, Paper
from weicheng.ground.papers.official_choices import OfficialState
from weicheng.judgement.titles.choices import FileSource, PolicyCategory
from weicheng.judgement.titles.models import Bid, PackageFile, Slot
from weicheng.judgement.titles.permissions import check_user_can_edit_bid
from weicheng.judgement.titles.services.moving import locked_bid
from weicheng.work.plans.models import Plan

DETAILS = ("category", "issuer", "issued_on", "effective_on", "revised_on")
MOST_SLOTS = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it is put into a slot."""

    file: StoredFile
    name: str
    source: str
    origin: str = ""
    issuer: str = ""
    issued_on: date | None = None


def taken_from(*, by: User, bid: Bid, source: str, pk: int) -> Taken:
    """A file that the campaign has already and that the user may see; Invalid where there is none."""
    if source == FileSource.EVIDENCE:
        evidence = (
            Evidence.objects.for_user(by).live().filter(campaign=bid.campaign, pk=pk).select_related("file").first()
        )
        if evidence is not None:
            return Taken(evidence.file, _named(evidence.title, evidence.file), source, f"佐证材料“{evidence.title}”")
    if source == FileSource.PAPER:
        paper = Paper.objects.for_user(by).filter(campaign=bid.campaign, pk=pk).select_related("file").first()
        if paper is not None and paper.file is not None:
            name = _named(f"{paper.number} {paper.title}".strip(), paper.file)
            return Taken(paper.file, name, source, f"文书{paper.number}", issued_on=paper.issued_on)
    if source == FileSource.OFFICIAL:
        official = OfficialPaper.objects.filter(campaign=bid.campaign, pk=pk, state=OfficialState.ISSUED).first()
        stored = (official.pdf or official.docx) if official is not None else None
        if official is not None and stored is not None:
            return Taken(stored, _named(official.title, stored), source, f"公文《{official.title}》", "", official.on)
    if source == FileSource.PLAN:
        plan = Plan.objects.filter(campaign=bid.campaign, pk=pk).select_related("file").first()
        if plan is not None and plan.file is not None:
            return Taken(plan.file, _named(plan.title, plan.file), source, f"方案《{plan.title}》")
    raise Invalid("没有这份材料，或者已经撤下。", "pk")


def add_file(*, by: User, slot: Slot, key: UUID | str, taken: Taken) -> PackageFile:
    """Put a file into a slot. The same ``key``, or the same bytes again, is the file that is there."""
    with transaction.atomic():
        bid = locked_bid(slot.bid)
        check_user_can_edit_bid(by, bid)
        known = made_before(PackageFile, key, slot=slot)
        known = known or slot.files.filter(file=taken.file, removed_at=None).first()
        if known is not None:
            return known
        if slot.most and slot.files.filter(removed_at=None).count() >= slot.most:
            raise NotPossible(f"“{slot.name}”最多{slot.most}份，先移出一份。")
        made = PackageFile.objects.create(
            key=key,
            slot=slot,
            file=taken.file,
            name=taken.name[-255:],
            source=taken.source,
            origin=taken.origin[:200],
            issuer=taken.issuer[:60],
            issued_on=taken.issued_on,
            by=by,
        )
        after = {"slot": slot.name, "file": made.name, "sha256": taken.file.sha256}
        audit.record("titles.file.added", by=by, obj=bid, after=after)
    return made


def remove_file(*, by: User, file: PackageFile) -> None:
    """Take a file out of the package; its row stays for the trail."""
    with transaction.atomic():
        bid = locked_bid(file.slot.bid)
        check_user_can_edit_bid(by, bid)
        if not PackageFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=timezone.now()):
            return
        audit.record("titles.file.removed", by=by, obj=bid, before={"slot": file.slot.name, "file": file.name})


def describe_file(*, by: User, file: PackageFile, **values: Any) -> PackageFile:
    """Category, issuer and dates of a policy paper (DETAILS)."""
    if set(values) - set(DETAILS):
        raise TypeError("a file of the package has no such value to set")
    if values.get("category") and values["category"] not in PolicyCategory.values:
        raise Invalid("请选类别。", "category")
    with transaction.atomic():
        bid = locked_bid(file.slot.bid)
        check_user_can_edit_bid(by, bid)
        current = PackageFile.objects.select_for_update().get(pk=file.pk)
        before = {name: _word(getattr(current, name)) for name in DETAILS}
        for name, value in values.items():
            setattr(current, name, " ".join(value.split())[:60] if isinstance(value, str) else value)
        _check_days(current)
        after = {name: _word(getattr(current, name)) for name in DETAILS}
        changed = [name for name in DETAILS if after[name] != before[name]]
        if changed:
            current.save()
            audit.record(
                "titles.file.changed",
                by=by,
                obj=bid,
                label=current.name,
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )
    return current


def add_slot(*, by: User, bid: Bid, name: str, is_policy: bool = False) -> Slot:
    """A paper that this receiver asks for besides; the same name again is the slot that is there."""
    cleaned = " ".join(name.split())[:100]
    if not cleaned:
        raise Invalid("请写材料名称。", "name")
    with transaction.atomic():
        current = locked_bid(bid)
        check_user_can_edit_bid(by, current)
        known = current.slots.filter(name=cleaned).first()
        if known is not None:
            return known
        if current.slots.count() >= MOST_SLOTS:
            raise NotPossible(f"最多{MOST_SLOTS}项材料。")
        last = current.slots.aggregate(last=Max("order"))["last"] or 0
        slot = Slot.objects.create(
            bid=current, key=f"own-{last + 1}", name=cleaned, order=last + 1, is_policy=is_policy, is_own=True
        )
        audit.record("titles.slot.added", by=by, obj=current, after={"slot": cleaned})
    return slot


def remove_slot(*, by: User, slot: Slot) -> None:
    """Take away a slot that the office added, while nothing was ever put into it."""
    with transaction.atomic():
        bid = locked_bid(slot.bid)
        check_user_can_edit_bid(by, bid)
        if not slot.is_own:
            raise NotPossible("这是规定的材料，不能去掉。")
        if slot.files.exists():
            raise NotPossible("放过文件的材料不能去掉。")
        audit.record("titles.slot.removed", by=by, obj=bid, before={"slot": slot.name})
        slot.delete()


def _check_days(file: PackageFile) -> None:
    if file.issued_on and file.effective_on and file.effective_on < file.issued_on:
        raise Invalid("生效日期不能早于发文日期。", "effective_on")
    if file.issued_on and file.revised_on and file.revised_on < file.issued_on:
        raise Invalid("修订日期不能早于发文日期。", "revised_on")


def _named(title: str, file: StoredFile) -> str:
    ending = file.name.rsplit(".", 1)[-1] if "." in file.name else ""
    return title if not ending or title.lower().endswith(f".{ending.lower()}") else f"{title}.{ending}"


def _word(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
