"""Lists of official papers, whose turn it is, and what a paper rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers.models import ApprovalStep, IncomingPaper, OfficialPaper, RegisterEntry
from weicheng.ground.papers.official_choices import OfficialState, StepState

_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,20}〔\d{4}〕\d{1,5}号")
_LEADING = re.compile(r"^(?:根据|按照|依据|依照|遵照|落实|贯彻|执行|关于|以及|和|与|及|经|见)+")
SHOW = {
    "": ("全部", Q()),
    "draft": ("草稿", Q(state__in=(OfficialState.DRAFT, OfficialState.RETURNED))),
    "review": ("审签中", Q(state=OfficialState.REVIEW)),
    "approved": ("待印发", Q(state=OfficialState.APPROVED)),
    "issued": ("已印发", Q(state=OfficialState.ISSUED)),
}


@dataclass(frozen=True, slots=True)
class Basis:
    """A paper that another rests on: ``url_name`` and ``pk`` where it is known here."""

    number: str
    title: str = ""
    incoming: IncomingPaper | None = None
    paper: OfficialPaper | None = None


def paper_list(campaign: Campaign, user: User) -> QuerySet[OfficialPaper]:
    """Without dropped drafts; with what a list shows."""
    dropped = Q(state=OfficialState.VOID, entry=None)
    found = OfficialPaper.objects.for_user(user).filter(campaign=campaign).exclude(dropped)
    return (
        found.select_related("entry", "drafted_by", "series")
        .prefetch_related(_steps())
        .annotate(sent=Count("distributions"))
        .order_by("-changed_at", "-pk")
    )


def counts(campaign: Campaign, user: User) -> list[tuple[str, str, int]]:
    """(code, word, number) for the tabs of the list."""
    base = OfficialPaper.objects.for_user(user).filter(campaign=campaign).exclude(state=OfficialState.VOID, entry=None)
    tally = base.order_by().aggregate(
        **{f"n_{code}": Count("pk", filter=where) if code else Count("pk") for code, (_, where) in SHOW.items()}
    )
    return [(code, word, tally[f"n_{code}"]) for code, (word, _) in SHOW.items()]


def waiting_for(user: User, campaign: Campaign) -> list[ApprovalStep]:
    """The steps at which it is this user's turn now."""
    papers = OfficialPaper.objects.filter(
        campaign=campaign, state=OfficialState.REVIEW, steps__user=user, steps__state=StepState.WAITING
    )
    found = []
    for paper in papers.distinct().prefetch_related(_steps()):
        for step in policies.current_steps(paper):
            if step.user_id == user.pk:
                step.paper = paper
                found.append(step)
    return found


def with_everything(user: User) -> QuerySet[OfficialPaper]:
    """One paper for its page."""
    found = OfficialPaper.objects.for_user(user).select_related(
        "campaign", "series", "entry", "drafted_by", "answers", "docx", "pdf", "pdf_job", "changed_by"
    )
    return found.prefetch_related(_steps(), "distributions__unit")


def to_copy(campaign: Campaign, user: User, most: int = 15) -> dict[str, list[OfficialPaper]]:
    """By kind, the latest papers that went out: what a new one may be written after."""
    found: dict[str, list[OfficialPaper]] = {}
    issued = OfficialPaper.objects.for_user(user).filter(campaign=campaign, state=OfficialState.ISSUED)
    for paper in issued.select_related("entry").defer("body", "attachments").order_by("-issued_at", "-pk")[:200]:
        papers = found.setdefault(paper.kind, [])
        if len(papers) < most:
            papers.append(paper)
    return found


def basis_of(paper: OfficialPaper) -> list[Basis]:
    """The papers that it names (M248), known here or not, each once; the incoming one that it answers first."""
    found = []
    if paper.answers is not None:
        found.append(Basis(paper.answers.number, paper.answers.title, incoming=paper.answers))
    raw = list(dict.fromkeys(_NUMBER.findall(paper.body)))
    tails = Q()
    for one in raw:
        tails |= Q(number__endswith=one[one.index("〔") :])
    if not raw:
        return found
    known: dict[str, Basis] = {}
    for entry in RegisterEntry.objects.filter(tails, series__campaign=paper.campaign_id).select_related("paper"):
        known[entry.number] = Basis(entry.number, entry.title, paper=getattr(entry, "paper", None))
    for incoming in IncomingPaper.objects.filter(tails, campaign=paper.campaign_id):
        known[incoming.number] = Basis(incoming.number, incoming.title, incoming=incoming)
    own = paper.entry.number if paper.entry else ""
    for one in raw:
        # Running text has words before the code: what is known here says where the number begins.
        named = next((number for number in known if number and one.endswith(number)), "")
        basis = known.get(named) or Basis(_LEADING.sub("", one))
        if basis.number != own and all(former.number != basis.number for former in found):
            found.append(basis)
    return found


def resting_on(paper: OfficialPaper) -> list[OfficialPaper]:
    """Papers of the campaign that name this one."""
    if paper.entry is None:
        return []
    named = OfficialPaper.objects.filter(campaign=paper.campaign_id, body__contains=paper.entry.number)
    return list(named.exclude(pk=paper.pk).exclude(state=OfficialState.VOID).select_related("entry")[:20])


def _steps() -> Prefetch[str]:
    return Prefetch("steps", ApprovalStep.objects.select_related("user"))
