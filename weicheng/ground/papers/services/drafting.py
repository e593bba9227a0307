"""Drafts: begun empty, from data, or as the answer to an incoming paper; kept while they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.models import User
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers.models import IncomingPaper, OfficialPaper, Series
from weicheng.ground.papers.official_choices import OfficialKind, Urgency
from weicheng.ground.papers.official_permissions import check_user_can_draft, check_user_can_edit
from weicheng.ground.papers.services.clauses import inherit_clauses
from weicheng.ground.papers.sources import source_named

TEXTS = (
    "title",
    "addressees",
    "body",
    "signature",
    "signer",
    "note",
    "copies",
    "printed_by",
    "present",
    "excused",
    "observing",
)
FIELDS = (*TEXTS, "attachments", "on", "urgency", "sealed", "series")
LONGEST = 200_000  # characters of a body
MOST_ATTACHMENTS = 20
# Words that a paper on this network must not bear.
SECRET = ("绝密", "机密", "秘密")


class Superseded(NotPossible):
    """Somebody else has saved a newer version; what was typed is not written over it."""


@transaction.atomic
def start_draft(
    *,
    by: User,
    campaign: Campaign,
    kind: str,
    source: str = "",
    key: str = "",
    answers: IncomingPaper | None = None,
) -> OfficialPaper:
    """A draft with what can be known: series and names from the last paper of the kind, text from a source."""
    check_user_can_draft(by, campaign)
    if kind not in OfficialKind.values:
        raise Invalid("请选文种。", "kind")
    paper = OfficialPaper(campaign=campaign, kind=kind, drafted_by=by, answers=answers)
    paper.series = next(
        (one for one in Series.objects.filter(campaign=campaign, is_active=True) if kind in one.kinds), None
    )
    last = OfficialPaper.objects.filter(campaign=campaign, kind=kind).exclude(signature="").order_by("-pk").first()
    if paper.series is not None:
        paper.signature = paper.printed_by = paper.series.body
    if last is not None:
        paper.signer, paper.printed_by, paper.sealed = last.signer, last.printed_by, last.sealed
    clauses = _fill(paper, by, source, key)
    if answers is not None and not paper.title:
        _answer(paper, answers)
    paper.save()
    inherit_clauses(by=by, paper=paper, clauses=clauses)
    audit.record("papers.official.started", by=by, obj=paper, after={"kind": kind, "from": paper.source_label})
    return paper


def _fill(paper: OfficialPaper, by: User, code: str, key: str) -> Sequence[int]:
    """The clauses (by id) of what it was filled from."""
    if not code:
        return ()
    source = source_named(code)
    found = source.fill(paper.campaign, by, key) if source and paper.kind in source.kinds else None
    if source is None or found is None:
        raise Invalid("这项数据已经没有了，请重新选。", "source")
    paper.source, paper.source_key, paper.source_label = source.code, key[:80], found.label[:200]
    paper.title, paper.body, paper.addressees = found.title[:200], found.body, found.addressees[:500]
    paper.attachments = [dict(one) for one in found.attachments]
    paper.present, paper.excused, paper.observing = found.present, found.excused, found.observing
    paper.copies, paper.note = found.copies[:500], found.note[:200]
    return found.clauses


def _answer(paper: OfficialPaper, incoming: IncomingPaper) -> None:
    number = f"（{incoming.number}）" if incoming.number else ""
    paper.addressees = incoming.issuer
    if paper.kind == OfficialKind.LETTER:
        paper.title = f"关于{incoming.title.removeprefix('关于').removesuffix('的函')}的复函"[:200]
        paper.body = f"《{incoming.title}》{number}收悉。经研究，现函复如下。\n一、\n二、"
    else:
        word = OfficialKind(paper.kind).label
        paper.title = f"关于落实《{incoming.title}》情况的{word}"[:200]
        paper.body = f"根据《{incoming.title}》{number}要求，现将有关情况{'报告' if paper.kind == 'report' else '通报'}如下。\n一、\n二、"


@transaction.atomic
def save_draft(*, by: User, paper: OfficialPaper, version: int, values: dict[str, Any]) -> OfficialPaper:
    """Keep what was typed, whole or half. ``version``: the one that the writer saw; a newer one in the base is Superseded."""
    current = (
        OfficialPaper.objects.select_for_update(of=("self",)).select_related("campaign", "series").get(pk=paper.pk)
    )
    check_user_can_edit(by, current)
    if current.version != version:
        raise Superseded("这份稿子在别处改过了。您刚才写的还在这一页上，请先复制出来，再刷新看新的内容。")
    changed = _take(current, values)
    if changed:
        current.version += 1
        current.save()
    return current


def _take(paper: OfficialPaper, values: dict[str, Any]) -> bool:
    before = {name: getattr(paper, name) for name in FIELDS}
    for name in TEXTS:
        if name in values:
            limit = getattr(OfficialPaper._meta.get_field(name), "max_length", None) or LONGEST
            text = str(values[name]).replace("\r\n", "\n").replace("\x00", "")
            if len(text) > limit:
                raise Invalid(f"写了{len(text)}字，最多{limit}字，多出的没有存。", name)
            setattr(paper, name, text)
    _refuse_secrets(paper)
    if "attachments" in values:
        paper.attachments = _attachments(values["attachments"])
    if "urgency" in values and values["urgency"] in Urgency.values:
        paper.urgency = values["urgency"]
    for name in ("on", "sealed"):
        if name in values:
            setattr(paper, name, values[name])
    if "series" in values:
        series: Series | None = values["series"]
        if series is not None:
            policies.check_series_has_kind(series, paper.kind)
        paper.series = series
    return before != {name: getattr(paper, name) for name in FIELDS}


def _attachments(given: list[dict[str, str]]) -> list[dict[str, str]]:
    kept = [{"name": one.get("name", "").strip()[:200], "text": one.get("text", "")[:LONGEST]} for one in given]
    kept = [one for one in kept if one["name"] or one["text"].strip()]
    if len(kept) > MOST_ATTACHMENTS:
        raise Invalid(f"最多{MOST_ATTACHMENTS}个附件。", "attachments")
    return kept


def _refuse_secrets(paper: OfficialPaper) -> None:
    """Only a mark of its own line counts: the words may be talked about."""
    lines = [line.strip().split("★")[0] for line in (paper.note, *paper.body.split("\n")[:3], *paper.title.split("\n"))]
    found = next((word for word in SECRET if word in lines), None)
    if found:
        raise Invalid(f"标了“{found}”的公文不能在这里办，请用涉密设备。", "body")


@transaction.atomic
def drop_draft(*, by: User, paper: OfficialPaper) -> OfficialPaper:
    """A draft that is not wanted. It had no number, so nothing of the register changes."""
    current = OfficialPaper.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=paper.pk)
    check_user_can_edit(by, current)
    current.state = policies.next_official_state(current, "drop", "不能删")
    current.save(update_fields=["state", "changed_at"])
    audit.record("papers.official.dropped", by=by, obj=current)
    return current
