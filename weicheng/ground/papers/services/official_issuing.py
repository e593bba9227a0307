"""An official paper gets its number, its files and its readers."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.engines.papercheck import check
from weicheng.ground.evidence.services import store_file
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.services import liaisons_of, notify, settle
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers import rendering
from weicheng.ground.papers.models import Distribution, OfficialPaper
from weicheng.ground.papers.official_choices import Channel, OfficialState
from weicheng.ground.papers.official_permissions import (
    check_user_can_acknowledge,
    check_user_can_distribute,
    check_user_can_issue,
)
from weicheng.ground.papers.selectors.registers import missing_numbers, span_words
from weicheng.ground.papers.services import evidencing
from weicheng.ground.papers.services.approving import signed_by
from weicheng.ground.papers.services.drafting import check_version
from weicheng.ground.papers.services.incoming import note_answer
from weicheng.ground.papers.services.numbering import give_number
from weicheng.ground.papers.services.printing import request_pdf
from weicheng.ground.papers.services.telling import sent_key, settle_rounds


@transaction.atomic
def issue_official(
    *,
    by: User,
    paper: OfficialPaper,
    on: date,
    version: int | None = None,
    despite_gaps: bool = False,
    despite_errors: str = "",
) -> OfficialPaper:
    """Number, date and Word file in one transaction: if the file cannot be made, no number was given. The PDF follows as a job.

    ``version``: the one that was read; a newer one is Superseded. ``despite_gaps``: numbers of the year that nobody has
    accounted for are known and the next one is given all the same. ``despite_errors``: why it goes out though the check finds errors.
    """
    current = (
        OfficialPaper.objects.select_for_update(of=("self",))
        .select_related("campaign", "series", "answers", "changed_by", "drafted_by")
        .get(pk=paper.pk)
    )
    check_user_can_issue(by, current)
    check_version(current, version, "印发")
    policies.check_is_complete(current)
    if current.state == OfficialState.APPROVED:  # printed is who signed, whatever was typed before
        current.signer = signed_by(current) or current.signer
    policies.check_has_signer(current)
    if on > timezone.localdate():
        raise Invalid("成文日期不能晚于今天。", "on")
    if on.year < min(timezone.localdate().year, current.campaign.starts_on.year) - 1:
        # The year goes into a number that can never be given back.
        raise Invalid(f"成文日期是{on.year}年，字号会编到{on.year}年，请检查。以前印发的，在发文登记簿里登记。", "on")
    if not despite_gaps:
        _check_no_gap(current, on.year)
    state = policies.next_official_state(current, "issue", "不能印发")
    current.entry = give_number(by=by, paper=current, on=on)
    current.on, current.state, current.issued_at = on, state, timezone.now()
    content = rendering.docx_of(current, current.entry.number, on)
    errors = check(content).errors
    policies.check_errors_are_answered(errors, despite_errors)
    current.sha256 = hashlib.sha256(content).hexdigest()
    current.docx = store_file(io.BytesIO(content), name=current.file_name("docx")[-255:], by=by)
    current.save()
    evidencing.take_in_paper(current, by)
    if current.answers is not None:
        note_answer(by=by, incoming=current.answers, on=on, paper=current)
    audit.record(
        "papers.official.issued", by=by, obj=current,
        after={"number": current.entry.number, "sha256": current.sha256, "errors": [one.rule.id for one in errors]},
        reason=despite_errors.strip()[:500] if errors else "",
    )  # fmt: skip
    settle_rounds(current)
    request_pdf(by=by, paper=current)
    return current


def _check_no_gap(paper: OfficialPaper, year: int) -> None:
    """A missing number is asked about by every auditor: who gives the next one knows of it."""
    assert paper.series is not None
    spans = missing_numbers(paper.series, year)
    if spans:
        count = sum(last - first + 1 for first, last in spans)
        raise Invalid(
            f"{paper.series.code}〔{year}〕缺{count}个号：{span_words(spans)}没有登记。系统外发过的先在发文登记簿补登；"
            "确实要接着编，请勾选“知道缺号，照样编号”。",
            "despite_gaps",
        )


@transaction.atomic
def distribute(
    *, by: User, paper: OfficialPaper, on: date, channel: str, units: Sequence[Unit] = (), names: Sequence[str] = ()
) -> list[Distribution]:
    """Who gets it. Who is on the list already stays as it is; liaisons of units are told."""
    current = OfficialPaper.objects.select_for_update(of=("self",)).select_related("campaign", "entry").get(pk=paper.pk)
    check_user_can_distribute(by, current)
    if channel not in Channel.values:
        raise Invalid("请选渠道。", "channel")
    there = set(current.distributions.values_list("name", flat=True))
    wanted: dict[str, Unit | None] = {unit.name: unit for unit in units}
    wanted.update({name.strip()[:100]: None for name in names if name.strip() and name.strip() not in wanted})
    fresh = [
        # Who is no unit of the system can receive nothing in it: the receipt would never come.
        Distribution(
            paper=current,
            unit=unit,
            name=name,
            sent_on=on,
            by=by,
            channel=Channel.PAPER if unit is None and channel == Channel.SYSTEM else channel,
        )
        for name, unit in wanted.items()
        if name not in there
    ]
    if not wanted:
        raise Invalid("请选收文单位。", "units")
    Distribution.objects.bulk_create(fresh)
    if fresh:
        audit.record(
            "papers.official.distributed",
            by=by,
            obj=current,
            after={"to": [one.name for one in fresh], "channel": channel},
        )
        own = [one.unit for one in fresh if one.unit is not None]
        number = current.entry.number if current.entry else ""
        notify(
            to=liaisons_of(own), code="papers.sent", key=sent_key(current),
            title=f"收到公文：{number}《{current.title}》，请签收", url=reverse("papers:paper", args=[current.pk]),
            campaign_id=current.campaign_id,
        )  # fmt: skip
    return fresh


@transaction.atomic
def take_off(*, by: User, line: Distribution) -> None:
    """A receiver who was put on the list by mistake. One who has it already stays: it was sent."""
    current = (
        Distribution.objects.select_for_update(of=("self",))
        .select_related("paper__campaign", "unit")
        .filter(pk=line.pk)
        .first()
    )
    if current is None:  # a second press: what it wants is done
        return
    check_user_can_distribute(by, current.paper)
    if current.received_on is not None:
        raise NotPossible(f"{current.name}已经签收，不能再从分发名单上去掉。")
    if current.unit is not None:
        settle(key=sent_key(current.paper), users=_relieved(current))
    audit.record(
        "papers.official.taken_off", by=by, obj=current.paper, before={"unit": current.name}, unit_id=current.unit_id
    )
    current.delete()


def _relieved(line: Distribution) -> list[User]:
    """The liaisons of the unit who answer for no other unit that still owes its receipt."""
    assert line.unit is not None
    waiting = (
        line.paper.distributions.filter(received_on=None, unit__isnull=False).exclude(pk=line.pk).select_related("unit")
    )
    others = {user.pk for user in liaisons_of([one.unit for one in waiting if one.unit is not None])}
    return [user for user in liaisons_of([line.unit]) if user.pk not in others]


@transaction.atomic
def acknowledge(*, by: User, line: Distribution, receiver: str = "", on: date | None = None) -> Distribution:
    """It arrived. A second press changes nothing."""
    current = (
        Distribution.objects.select_for_update(of=("self",)).select_related("unit", "paper__campaign").get(pk=line.pk)
    )
    check_user_can_acknowledge(by, current)
    if current.received_on is not None:
        return current
    day = on or timezone.localdate()
    if day > timezone.localdate() or day < current.sent_on:
        raise Invalid("收到日期在发出日期和今天之间。", "on")
    current.received_on, current.receiver = day, (receiver.strip() or str(by))[:50]
    current.save(update_fields=["received_on", "receiver"])
    if current.unit is not None:
        settle(key=sent_key(current.paper), users=_relieved(current))
    audit.record(
        "papers.official.received", by=by, obj=current.paper, after={"unit": current.name, "receiver": current.receiver},
        unit_id=current.unit_id,
    )  # fmt: skip
    return current
