"""Drafts: begun empty, from data, or as the answer to an incoming paper; kept while they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers.models import IncomingPaper, OfficialPaper, Series
from weicheng.ground.papers.official_choices import UPWARD, OfficialKind, Urgency
from weicheng.ground.papers.official_permissions import check_user_can_draft, check_user_can_edit
from weicheng.ground.papers.services.clauses import inherit_clauses
from weicheng.ground.papers.services.merging import Superseded, clashes_of
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
LABELS = {
    "title": "标题", "addressees": "主送", "body": "正文", "signature": "署名", "signer": "签发人", "note": "附注", "copies": "抄送",
    "printed_by": "印发机关", "present": "出席", "excused": "请假", "observing": "列席", "attachments": "附件",
    "on": "成文日期", "urgency": "紧急程度", "sealed": "加盖印章", "series": "发文字号",
}  # fmt: skip
LONGEST = 200_000  # characters of a body
MOST_ATTACHMENTS = 20
# Words that a paper on this network must not bear.
SECRET = ("绝密", "机密", "秘密")


@transaction.atomic
def start_draft(
    *,
    by: User,
    campaign: Campaign,
    kind: str,
    source: str = "",
    key: str = "",
    answers: IncomingPaper | None = None,
    like: OfficialPaper | None = None,
) -> OfficialPaper:
    """A draft with what can be known: series and names from the last paper of the kind, text from a source.

    ``like``: an earlier paper whose text is taken over, without its number, day, distribution and what it answered.
    """
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
    if last is not None and paper.kind in UPWARD and not paper.addressees:
        paper.addressees = last.addressees  # what goes up goes to the same body
    if like is not None:
        _again(paper, like)
        clauses = [link.clause_id for link in like.clauses.all()]
    paper.changed_by = by
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


_AGAIN = (*(name for name in TEXTS if name != "signer"), "urgency", "sealed")


def _again(paper: OfficialPaper, like: OfficialPaper) -> None:
    """The text of an earlier paper; its attachments as copies, so that changing one leaves the other."""
    if like.kind != paper.kind or like.campaign_id != paper.campaign_id:
        raise Invalid("照着再拟的要是本活动里同一文种的公文。", "like")
    for name in _AGAIN:
        setattr(paper, name, getattr(like, name))
    paper.attachments = [dict(one) for one in like.attachments]
    if like.series is not None and like.series.is_active and paper.kind in like.series.kinds:
        paper.series = like.series
    paper.source, paper.source_key, paper.source_label = "again", str(like.pk), f"{like}（照此再拟）"[:200]


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
def save_draft(
    *, by: User, paper: OfficialPaper, version: int, values: dict[str, Any], seen: Mapping[str, str] | None = None
) -> OfficialPaper:
    """Keep what was typed, whole or half. ``version``: the one that the writer saw.

    A newer one in the base is Superseded, with what the two disagree about. With ``seen`` (prints of the fields as the
    writer's page began) only fields that both changed are: the rest is put together.
    """
    current = _locked(paper)
    check_user_can_edit(by, current)
    if current.version != version:
        values = _mine(current, values, seen)
    if _take(current, values):
        current.version += 1
        current.changed_by = by
        current.save()
    return current


def check_version(paper: OfficialPaper, version: int | None, what: str) -> None:
    """What is sent on, or out, is what was read. ``paper``: under its lock; None: the caller has it from nowhere else."""
    if version is not None and paper.version != version:
        who = f"{paper.changed_by}刚" if paper.changed_by else "别处刚"
        raise Superseded(f"{who}改过这份稿子，还没有{what}。请看过新的再办。", version=paper.version)


def texts_of(paper: OfficialPaper, names: Iterable[str] = FIELDS) -> dict[str, str]:
    """The fields of a draft as a person compares them."""
    return {name: _text(name, getattr(paper, name)) for name in names}


def _text(name: str, value: Any) -> str:
    if name == "attachments":
        return "\n".join(f"附件{n}　{one['name']}\n{one['text']}".rstrip() for n, one in enumerate(value, 1))
    if name == "sealed":
        return "是" if value else "否"
    return "" if value is None else str(value)


def _mine(current: OfficialPaper, values: dict[str, Any], seen: Mapping[str, str] | None) -> dict[str, Any]:
    """What of ``values`` may be taken although somebody saved meanwhile; raises Superseded where both changed the same."""
    stored = texts_of(current)
    probe = OfficialPaper(pk=current.pk, kind=current.kind, campaign=current.campaign)
    for name in FIELDS:
        setattr(probe, name, getattr(current, name))
    _take(probe, values)
    typed = {name: _text(name, getattr(probe, name)) for name in FIELDS if name in values}
    names, clashes = clashes_of(stored=stored, typed=typed, seen=seen, labels=LABELS)
    if clashes or seen is None:
        who = str(current.changed_by) if current.changed_by else ""
        sentence = f"这份稿子在您打开以后{f'由{who}' if who else '在别处'}改过了。您写的还在，两份对照着选。"
        raise Superseded(sentence, clashes, set(typed) - names - {one.name for one in clashes}, current.version)
    return {name: value for name, value in values.items() if name in names}


def _locked(paper: OfficialPaper) -> OfficialPaper:
    found = OfficialPaper.objects.select_for_update(of=("self",))
    return found.select_related("campaign", "series", "changed_by").get(pk=paper.pk)


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
    current = _locked(paper)
    check_user_can_edit(by, current)
    current.state = policies.next_official_state(current, "drop", "不能删")
    current.save(update_fields=["state", "changed_at"])
    audit.record("papers.official.dropped", by=by, obj=current)
    return current
