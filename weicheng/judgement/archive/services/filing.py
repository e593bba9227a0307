"""件: registered, put together, numbered, voided. Numbering is a gate: afterwards the row stands as it is, or is void."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pikepdf
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.services import path_of
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.services import notify, office_people
from weicheng.ground.org.models import User
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import FileRole, ItemState, Retention
from weicheng.judgement.archive.models import FondsRule, Item, ItemFile, ItemRegister, RetentionRule
from weicheng.judgement.archive.retention import KINDS, retention_of, table_of
from weicheng.judgement.archive.selectors.contents import things_by_source
from weicheng.judgement.archive.selectors.register import registered_sources, unregistered
from weicheng.judgement.archive.services.sealing import with_files
from weicheng.judgement.archive.things import Thing

RANKS = {role: rank for rank, role in enumerate(FileRole)}
FILED_BY = (6, 30)  # last year's papers are filed by the end of June
REMIND_FROM = 3  # March
MOST_SERIAL = 9999


@transaction.atomic
def set_fonds(*, by: User, campaign: Campaign, values: dict[str, Any]) -> FondsRule:
    """The codes of the fonds. Items that are numbered keep the codes they were numbered with."""
    permissions.check_user_can_keep_archive(by, campaign)
    rule, _ = FondsRule.objects.select_for_update().get_or_create(campaign=campaign)
    before = _codes(rule)
    for name in ("fonds", "category", "office"):
        if name in values:
            setattr(rule, name, str(values[name]).strip().upper())
    rule.is_confirmed = bool(values.get("is_confirmed", rule.is_confirmed))
    try:
        rule.full_clean()
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise Invalid(reasons[0], field) from error
    rule.save()
    if _codes(rule) != before:
        audit.record("archive.rules.changed", by=by, obj=rule, label="全宗", before=before, after=_codes(rule))
    return rule


@transaction.atomic
def set_retention(*, by: User, campaign: Campaign, kind: str, retention: str, source: str) -> RetentionRule:
    """Settle a row of the table: from now on it is the office's own, with what it goes by."""
    permissions.check_user_can_keep_archive(by, campaign)
    if kind not in KINDS or retention not in Retention.values:
        raise Invalid("没有这种材料或期限。", "kind")
    if not source.strip():
        raise Invalid("请写明依据，例如本单位批准的保管期限表第几条。", "source")
    rule, _ = RetentionRule.objects.update_or_create(
        campaign=campaign,
        kind=kind,
        defaults={"retention": retention, "source": source.strip()[:200], "is_example": False},
    )
    after = {"kind": KINDS[kind].word, "retention": retention}
    audit.record("archive.retention.changed", by=by, obj=rule, label=KINDS[kind].word, after=after, reason=rule.source)
    return rule


@transaction.atomic
def register_things(*, by: User, campaign: Campaign, sources: Sequence[str], year: int) -> list[Item]:
    """A 件 for each thing that has none yet, with its files; the retention comes from the table."""
    permissions.check_user_can_keep_archive(by, campaign)
    there = registered_sources(campaign)
    table = table_of(campaign.pk)
    things = [thing for thing in things_by_source(campaign.pk, dict.fromkeys(sources)) if thing.source not in there]
    return [_register(by, campaign, with_files(thing, by), year, retention_of(thing, table)) for thing in things]


def _register(by: User, campaign: Campaign, thing: Thing, year: int, retention: str) -> Item:
    if thing.on is None:
        raise Invalid(f"“{thing.title}”没有日期，不能归档，请先补上形成日期。", "on")
    try:
        with transaction.atomic():
            item = Item.objects.create(
                campaign=campaign, source=thing.source, title=thing.title[:300], on=thing.on, year=year,
                author=(thing.unit_name or f"{campaign.area}创卫办")[:100], paper_number=thing.paper_number[:60],
                retention=retention, pages=_pages(thing), by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotPossible(f"“{thing.title}”刚刚登记过了。") from error
    # A reply lies first, and what it answers behind it; else the text, then what belongs to it.
    head = FileRole.REPLY if thing.behind else FileRole.FINAL
    roles = [FileRole.ATTACHMENT if place and not thing.behind else head for place in range(len(thing.files))]
    parts = [(file, role, thing.source) for file, role in zip(thing.files, roles, strict=True)]
    parts += [(file, FileRole.REQUEST, "") for file in thing.behind]
    for file, role, source in parts:
        ItemFile.objects.create(
            item=item, file_id=file.pk, name=file.name[:255], source=source, role=role, rank=RANKS[role]
        )
    audit.record("archive.item.registered", by=by, obj=item, after={"title": item.title, "retention": retention})
    return item


@transaction.atomic
def change_item(*, by: User, item: Item, values: dict[str, Any]) -> Item:
    """Before it has a number: title, author, number of the paper, retention, pages, note."""
    current = locked(item)
    permissions.check_user_can_change_item(by, current)
    before = {
        name: getattr(current, name) for name in ("title", "author", "paper_number", "retention", "pages", "note")
    }
    for name in before.keys() & values.keys():
        value = str(values[name]).strip()
        if name == "pages":
            if value and not (value.isdecimal() and 0 < int(value) < 100_000):
                raise Invalid("页数是正整数。", "pages")
            current.pages = int(value) if value else None
        elif name == "retention" and value not in Retention.values:
            raise Invalid("没有这种保管期限。", "retention")
        else:
            setattr(current, name, value[: getattr(current._meta.get_field(name), "max_length", None)])
    if not current.title or not current.author:
        raise Invalid("题名和责任者不能空着。", "title")
    current.save()
    after = {name: getattr(current, name) for name in before}
    if after != before:
        audit.record("archive.item.changed", by=by, obj=current, before=before, after=after)
    return current


@transaction.atomic
def join_items(*, by: User, item: Item, other: Item, role: str) -> Item:
    """Two papers are one 件: attachment to its text, draft to the final, request to its reply. The other's row goes.

    ``role``: what the other one is in the 件. The reply is the 件, the request lies behind it, whichever way it was said.
    """
    first, second = locked(item), locked(other)
    if first.pk == second.pk or first.campaign_id != second.campaign_id:
        raise Invalid("请选另外一件。", "other")
    permissions.check_user_can_change_item(by, first)
    permissions.check_user_can_change_item(by, second)
    if role not in FileRole.values or role == FileRole.FINAL:
        raise Invalid("请选另一件是什么：批复、请示、定稿还是附件。", "role")
    if role == FileRole.REPLY:
        first, second, role = second, first, FileRole.REQUEST
    if role == FileRole.REQUEST:
        first.files.filter(role=FileRole.FINAL).update(role=FileRole.REPLY, rank=RANKS[FileRole.REPLY])
    second.files.update(item=first, role=role, rank=RANKS[FileRole(role)])
    if first.pages is not None and second.pages is not None:
        first.pages += second.pages
    else:
        first.pages = None
    first.save(update_fields=["pages"])
    audit.record(
        "archive.item.changed", by=by, obj=first, before={"title": second.title},
        after={"joined": str(FileRole(role).label), "title": first.title},
    )  # fmt: skip
    second.delete()
    return first


@transaction.atomic
def number_items(*, by: User, campaign: Campaign, items: Iterable[Item]) -> list[Item]:
    """Give each item its 档号, by date within its lowest class. All or none; numbers run on and are never given twice."""
    permissions.check_user_can_keep_archive(by, campaign)
    rule, _ = FondsRule.objects.get_or_create(campaign=campaign)
    chosen = Item.objects.select_for_update(of=("self",)).filter(campaign=campaign, pk__in=[item.pk for item in items])
    found = sorted(chosen.select_related("campaign"), key=lambda one: (one.retention, one.on, one.pk))
    for item in found:
        permissions.check_user_can_change_item(by, item)
        item.fonds, item.category, item.office = rule.fonds, rule.category, rule.office
        prefix = prefix_of(item)
        item.serial = _next_serial(prefix)
        item.number = f"{prefix}-{item.serial:04d}"
        item.state = ItemState.NUMBERED
        item.save(update_fields=["fonds", "category", "office", "serial", "number", "state"])
        audit.record("archive.item.numbered", by=by, obj=item, after={"number": item.number})
    return found


@transaction.atomic
def void_item(*, by: User, item: Item, reason: str) -> Item:
    """The number stays in the register with the reason, and is not given again; the thing may be registered anew."""
    current = locked(item)
    permissions.check_user_can_void_item(by, current)
    if not reason.strip():
        raise Invalid("作废要写明原因。", "reason")
    current.state, current.void_reason = ItemState.VOID, reason.strip()[:200]
    current.box = None
    current.save(update_fields=["state", "void_reason", "box"])
    audit.record(
        "archive.item.voided", by=by, obj=current, after={"number": current.number}, reason=current.void_reason
    )
    return current


@transaction.atomic
def void_items(*, by: User, items: Iterable[Item], reason: str) -> None:
    """All or none: a number that is void stays void."""
    for item in items:
        void_item(by=by, item=item, reason=reason)


def prefix_of(item: Item) -> str:
    """全宗号-门类·年度-保管期限[-机构]: the lowest class, in which the numbers begin anew."""
    head = f"{item.fonds}-{item.category}·{item.year}-{item.retention}"
    return f"{head}-{item.office}" if item.office else head


def locked(item: Item) -> Item:
    return Item.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=item.pk)


def remind_filing(today: date) -> int:
    """From March to June, once a month: last year's papers that have no 档号 yet. In July, that the day has passed."""
    if not REMIND_FROM <= today.month <= FILED_BY[0] + 1:
        return 0
    told = 0
    for campaign in Campaign.objects.filter(is_closed=False):
        year = today.year - 1
        waiting = len(unregistered(campaign, year))
        unnumbered = Item.objects.filter(campaign=campaign, year=year, state=ItemState.OPEN).count()
        if not waiting + unnumbered:
            continue
        late = (today.month, today.day) > FILED_BY
        when = f"{today.year}年6月30日"
        notify(
            to=office_people(),
            code="archive.filing",
            key=f"archive.filing:{campaign.pk}:{today:%Y-%m}",
            title=f"{year}年的文件{'应在' if late else '要在'}{when}前归档{'，已经过了' if late else ''}",
            text=f"还有{waiting}份没有登记成件，{unnumbered}件没有编档号。",
            url=f"{reverse('archive:register')}?year={year}",
            campaign_id=campaign.pk,
        )
        told += 1
    return told


def _next_serial(prefix: str) -> int:
    """The next number of a lowest class, under the lock of its row until the transaction ends."""
    ItemRegister.objects.get_or_create(prefix=prefix)
    register = ItemRegister.objects.select_for_update().get(prefix=prefix)
    if register.last >= MOST_SERIAL:
        raise NotPossible(f"{prefix}的件号已经用到{MOST_SERIAL}，请分机构代码。")
    register.last += 1
    register.save(update_fields=["last"])
    return register.last


def _pages(thing: Thing) -> int | None:
    """Pages where the bytes tell: a PDF's, one for a picture; else a person enters them."""
    found = 0
    for file in thing.files:
        if file.media_type.startswith("image/"):
            found += 1
        elif file.media_type == "application/pdf":
            try:
                with pikepdf.open(path_of(file.sha256), access_mode=pikepdf.AccessMode.stream) as pdf:
                    found += len(pdf.pages)
            except (pikepdf.PdfError, OSError):
                return None
        else:
            return None
    return found or None


def _codes(rule: FondsRule) -> dict[str, Any]:
    return {"fonds": rule.fonds, "category": rule.category, "office": rule.office, "is_confirmed": rule.is_confirmed}
