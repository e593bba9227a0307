"""Incoming papers: entered, handed to somebody, answered by a day that they name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.services import store_file
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.services import notify, office_people, settle
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import IncomingPaper, OfficialPaper
from weicheng.ground.papers.official_choices import OfficialState
from weicheng.ground.papers.official_permissions import check_user_can_keep_books
from weicheng.ground.papers.services.merging import Superseded, clashes_of

SECRET = ("绝密", "机密", "秘密")
TOLD_AHEAD = 3  # days


@transaction.atomic
def register_incoming(
    *,
    by: User,
    campaign: Campaign,
    issuer: str,
    title: str,
    received_on: date,
    number: str = "",
    reply_due: date | None = None,
    wants: str = "",
    handler: User | None = None,
    upload: Any = None,
    upload_name: str = "",
) -> IncomingPaper:
    check_user_can_keep_books(by, campaign)
    values = _checked(issuer, title, received_on, number, reply_due, wants)
    # The campaign's row is the lock: two who enter at once get two numbers.
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    _check_is_new(campaign, values)
    last = IncomingPaper.objects.filter(campaign=campaign).aggregate(last=Max("serial"))["last"] or 0
    paper = IncomingPaper(campaign=campaign, serial=last + 1, by=by, handler=handler, **values)
    if upload:
        try:
            paper.file = store_file(upload, name=upload_name or "来文", by=by)
        except FileRefused as error:
            raise Invalid(str(error), "file") from error
        paper.file_name = upload_name[-255:]
    paper.save()
    audit.record(
        "papers.incoming.registered",
        by=by,
        obj=paper,
        after={"number": number, "title": title, "due": str(reply_due or "")},
    )
    _tell_handler(paper, by)
    return paper


@transaction.atomic
def change_incoming(
    *,
    by: User,
    incoming: IncomingPaper,
    handler: User | None,
    version: int | None = None,
    seen: Mapping[str, str] | None = None,
    **fields: Any,
) -> IncomingPaper:
    """Correct what was entered. ``version`` and ``seen`` as ``drafting.save_draft`` has them: Superseded where both changed the same."""
    current = (
        IncomingPaper.objects.select_for_update(of=("self",))
        .select_related("campaign", "handler", "changed_by")
        .get(pk=incoming.pk)
    )
    check_user_can_keep_books(by, current.campaign)
    values = _checked(**fields)
    if version is not None and version != current.version:
        handler = _put_together(current, values, handler, seen)
    before = {name: str(getattr(current, name) or "") for name in values if getattr(current, name) != values[name]}
    for name, value in values.items():
        setattr(current, name, value)
    new_handler = handler is not None and handler.pk != current.handler_id
    if not before and (handler.pk if handler else None) == current.handler_id:
        return current  # nothing was changed: nothing is newer
    if current.handler_id is not None and current.handler != handler:
        settle(key=_handler_key(current))
    if "reply_due" in before:  # told of a day that no longer holds
        settle(keys=[f"papers.incoming.{current.pk}.{before['reply_due']}.{what}" for what in ("due", "late")])
    current.handler = handler
    current.version += 1
    current.changed_by = by
    current.save()
    audit.record(
        "papers.incoming.changed",
        by=by,
        obj=current,
        before=before,
        after={name: str(values[name] or "") for name in before},
    )
    if new_handler:
        _tell_handler(current, by)
    return current


LABELS = {
    "issuer": "来文机关", "number": "来文字号", "title": "标题", "received_on": "收到日期", "reply_due": "要求答复日期",
    "wants": "要求", "handler": "承办人",
}  # fmt: skip


def texts_of(incoming: IncomingPaper) -> dict[str, str]:
    """The fields as a person compares them."""
    return {name: str(getattr(incoming, name) or "") for name in LABELS}


def _put_together(
    current: IncomingPaper, values: dict[str, Any], handler: User | None, seen: Mapping[str, str] | None
) -> User | None:
    """Leave in ``values`` what only this writer changed, take the rest from the base; the handler to be kept."""
    stored = texts_of(current)
    typed = {name: str(value or "") for name, value in (values | {"handler": handler}).items()}
    mine, clashes = clashes_of(stored=stored, typed=typed, seen=seen, labels=LABELS)
    if clashes or seen is None:
        untouched = set(typed) - mine - {one.name for one in clashes}
        sentence = f"{current.changed_by or current.by}在您打开以后改过这份登记。您写的还在，两份对照着选。"
        raise Superseded(sentence, clashes, untouched, current.version)
    for name in list(values):
        if name not in mine:
            values[name] = getattr(current, name)
    return handler if "handler" in mine else current.handler


@transaction.atomic
def answer_incoming(*, by: User, incoming: IncomingPaper, on: date, note: str) -> IncomingPaper:
    """Answered otherwise than by a paper made here: by telephone, in a meeting, by a paper of another system."""
    check_user_can_keep_books(by, incoming.campaign)
    if not note.strip():
        raise Invalid("请写怎么答复的。", "note")
    if on > timezone.localdate() or on < incoming.received_on:
        raise Invalid("答复日期在收到日期和今天之间。", "on")
    if IncomingPaper.objects.filter(pk=incoming.pk).exclude(answered_on=None).exists():
        raise NotPossible("这份来文已经记过答复，没有再记。")
    return note_answer(by=by, incoming=incoming, on=on, note=note)


def note_answer(
    *, by: User, incoming: IncomingPaper, on: date, paper: OfficialPaper | None = None, note: str = ""
) -> IncomingPaper:
    """Answered by a paper that has just been issued, or as the note says. The first answer stands."""
    current = IncomingPaper.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if current.answered_on is not None:
        return current
    current.answered_on = max(on, current.received_on)
    current.answer_note = (note.strip() or str(paper))[:200]
    current.save(update_fields=["answered_on", "answer_note"])
    audit.record("papers.incoming.answered", by=by, obj=current, after={"by": current.answer_note})
    settle(prefix=f"papers.incoming.{current.pk}.")
    return current


def reopen_answered_by(*, by: User, paper: OfficialPaper, reason: str) -> None:
    """The paper that answered is void: the question is open again, unless another paper that stands answers it too."""
    if paper.answers_id is None or paper.entry is None:
        return
    current = IncomingPaper.objects.select_for_update(of=("self",)).get(pk=paper.answers_id)
    if current.answer_note != paper.entry.number:
        return  # answered by something else
    before = {"by": current.answer_note}
    other = current.replies.filter(state=OfficialState.ISSUED).exclude(pk=paper.pk).select_related("entry").first()
    if other is not None and other.entry is not None:
        current.answered_on, current.answer_note = max(other.entry.on, current.received_on), other.entry.number
    else:
        current.answered_on, current.answer_note = None, ""
    current.save(update_fields=["answered_on", "answer_note"])
    audit.record(
        "papers.incoming.reopened", by=by, obj=current, before=before, after={"by": current.answer_note}, reason=reason
    )
    if current.answered_on is None:
        due = f"，{current.reply_due.month}月{current.reply_due.day}日前要答复" if current.reply_due else ""
        notify(
            to=[current.handler] if current.handler else office_people(), code="papers.incoming",
            key=f"papers.incoming.{current.pk}.reopened.{paper.pk}", level=Level.YELLOW,
            title=f"答复已作废，来文《{current.title}》又要答复{due}", text=f"{paper.entry.number}作废：{reason}",
            url=reverse("papers:incoming-one", args=[current.pk]), campaign_id=current.campaign_id,
        )  # fmt: skip


def tell_of_replies(today: date) -> int:
    """Tell who handles a paper, else the office, that its answer is due within three days or late: once for each."""
    told = 0
    for paper in IncomingPaper.objects.owed().filter(campaign__is_closed=False).select_related("handler", "campaign"):
        left = (paper.reply_due - today).days if paper.reply_due else 99
        if left > TOLD_AHEAD:
            continue
        what = "late" if left < 0 else "due"
        words = f"已过答复期限{-left}天" if left < 0 else ("今天要答复" if not left else f"还有{left}天要答复")
        told += notify(
            to=[paper.handler] if paper.handler else office_people(), code=f"papers.reply_{what}",
            key=f"papers.incoming.{paper.pk}.{paper.reply_due}.{what}", title=f"{paper.issuer}来文《{paper.title}》{words}",
            url=reverse("papers:incoming-one", args=[paper.pk]), level=Level.YELLOW if left < 0 else Level.INFO,
            campaign_id=paper.campaign_id,
        )  # fmt: skip
    return told


def _checked(
    issuer: str, title: str, received_on: date, number: str = "", reply_due: date | None = None, wants: str = ""
) -> dict[str, Any]:
    if not issuer.strip():
        raise Invalid("请写来文机关。", "issuer")
    if not title.strip():
        raise Invalid("请写标题。", "title")
    if any(word in title or word in number for word in (f"{word}★" for word in SECRET)):
        raise Invalid("标了密级的来文不能在这里登记，请用涉密设备。", "title")
    if received_on > timezone.localdate():
        raise Invalid("收到日期不能晚于今天。", "received_on")
    if reply_due is not None and reply_due < received_on:
        raise Invalid("要求答复日期不能早于收到日期。", "reply_due")
    return {
        "issuer": issuer.strip()[:100], "title": title.strip()[:200], "received_on": received_on,
        "number": number.strip()[:60], "reply_due": reply_due, "wants": wants.strip()[:300],
    }  # fmt: skip


def _check_is_new(campaign: Campaign, values: dict[str, Any]) -> None:
    """The form sent twice, or two people with the same paper in hand: it has its number already."""
    same = {name: values[name] for name in ("issuer", "number", "title", "received_on")}
    there = IncomingPaper.objects.filter(campaign=campaign, **same).first()
    if there is not None:
        raise Invalid(f"这份来文已经登记过，收文号{there.serial}，没有再登记。", "title")


def _handler_key(paper: IncomingPaper) -> str:
    return f"papers.incoming.{paper.pk}.handler.{paper.handler_id}"


def _tell_handler(paper: IncomingPaper, by: User) -> None:
    if paper.handler is not None and paper.handler_id != by.pk:
        due = f"，{paper.reply_due.month}月{paper.reply_due.day}日前答复" if paper.reply_due else ""
        notify(
            to=[paper.handler], code="papers.incoming", key=_handler_key(paper),
            title=f"请承办来文《{paper.title}》{due}", url=reverse("papers:incoming-one", args=[paper.pk]),
            campaign_id=paper.campaign_id,
        )  # fmt: skip
