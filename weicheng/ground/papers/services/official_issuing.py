"""An official paper gets its number, its files and its readers."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.evidence.services import store_file
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.services import liaisons_of, notify
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers import rendering
from weicheng.ground.papers.models import Distribution, OfficialPaper
from weicheng.ground.papers.official_choices import Channel
from weicheng.ground.papers.official_permissions import (
    check_user_can_acknowledge,
    check_user_can_distribute,
    check_user_can_issue,
)
from weicheng.ground.papers.services import evidencing
from weicheng.ground.papers.services.incoming import note_answer
from weicheng.ground.papers.services.numbering import give_number


@transaction.atomic
def issue_official(*, by: User, paper: OfficialPaper, on: date) -> OfficialPaper:
    """Number, date and Word file in one transaction: if the file cannot be made, no number was given."""
    current = (
        OfficialPaper.objects.select_for_update(of=("self",))
        .select_related("campaign", "series", "answers")
        .get(pk=paper.pk)
    )
    check_user_can_issue(by, current)
    policies.check_is_complete(current)
    if on > timezone.localdate():
        raise Invalid("成文日期不能晚于今天。", "on")
    if on.year < min(timezone.localdate().year, current.campaign.starts_on.year) - 1:
        # The year goes into a number that can never be given back.
        raise Invalid(f"成文日期是{on.year}年，字号会编到{on.year}年，请检查。以前印发的，在发文登记簿里登记。", "on")
    state = policies.next_official_state(current, "issue", "不能印发")
    current.entry = give_number(by=by, paper=current, on=on)
    current.on, current.state, current.issued_at = on, state, timezone.now()
    content = rendering.docx_of(current, current.entry.number, on)
    current.sha256 = hashlib.sha256(content).hexdigest()
    current.docx = store_file(io.BytesIO(content), name=current.file_name("docx")[-255:], by=by)
    current.save()
    evidencing.take_in_paper(current, by)
    if current.answers is not None:
        note_answer(by=by, incoming=current.answers, on=on, paper=current)
    audit.record(
        "papers.official.issued", by=by, obj=current, after={"number": current.entry.number, "sha256": current.sha256}
    )
    return current


@transaction.atomic
def keep_pdf(*, by: User, paper: OfficialPaper, content: bytes, made_by: str) -> OfficialPaper:
    """The PDF of an issued paper, beside its Word file. It may be made again; the Word file is what went out."""
    paper.pdf = store_file(io.BytesIO(content), name=paper.file_name("pdf")[-255:], by=by)
    paper.save(update_fields=["pdf"])
    audit.record("papers.official.pdf_made", by=by, obj=paper, after={"by": made_by})
    return paper


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
        Distribution(paper=current, unit=unit, name=name, channel=channel, sent_on=on, by=by)
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
            to=liaisons_of(own), code="papers.sent", key=f"papers.official.{current.pk}.sent",
            title=f"收到公文：{number}《{current.title}》，请签收", url=reverse("papers:paper", args=[current.pk]),
            campaign_id=current.campaign_id,
        )  # fmt: skip
    return fresh


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
    audit.record(
        "papers.official.received", by=by, obj=current.paper, after={"unit": current.name, "receiver": current.receiver},
        unit_id=current.unit_id,
    )  # fmt: skip
    return current
