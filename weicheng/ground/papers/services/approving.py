"""核稿, 会签, 签发: one after the other, side by side where the chain says so; a returned paper comes back with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers.models import ApprovalStep, ChainStep, OfficialPaper
from weicheng.ground.papers.official_choices import StepKind, StepState
from weicheng.ground.papers.official_permissions import (
    check_user_can_decide,
    check_user_can_keep_books,
    check_user_can_submit,
    check_user_can_take_back,
)
from weicheng.ground.papers.services.drafting import check_version
from weicheng.ground.papers.services.merging import Superseded, print_of
from weicheng.ground.papers.services.telling import settle_rounds, settle_turns, tell, tell_next

ORDER = {StepKind.CHECK: 1, StepKind.COUNTERSIGN: 2, StepKind.SIGN: 3}


@transaction.atomic
def set_chain(
    *, by: User, campaign: Campaign, steps: Sequence[tuple[str, User]], seen: str | None = None
) -> list[ChainStep]:
    """The usual way: who checks, who countersigns (beside each other), who signs. Replaces the former; papers under way keep theirs.

    ``seen``: the print of the chain that the page showed; Superseded where somebody has set another meanwhile.
    """
    check_user_can_keep_books(by, campaign)
    # The campaign's row is the lock of its chain.
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if seen is not None and seen != chain_print(campaign):
        now = "，".join(str(step) for step in ChainStep.objects.filter(campaign=campaign).select_related("user"))
        raise Superseded(
            f"流程刚被别人改过，现在是：{now or '没有人'}。您勾的还在下面，没有存；再按一次保存就用您勾的。"
        )
    chosen = list(dict.fromkeys((StepKind(kind), user) for kind, user in steps))
    if chosen and not any(kind == StepKind.SIGN for kind, _ in chosen):
        raise Invalid("要有人签发。", "sign")
    ChainStep.objects.filter(campaign=campaign).delete()
    made = [ChainStep(campaign=campaign, order=ORDER[kind], kind=kind, user=user) for kind, user in chosen]
    ChainStep.objects.bulk_create(made)
    audit.record(
        "papers.chain.set",
        by=by,
        obj=campaign,
        after={"steps": [f"{one.get_kind_display()} {one.user}" for one in made]},
    )
    return list(ChainStep.objects.filter(campaign=campaign))


def chain_print(campaign: Campaign) -> str:
    """Tells one chain from another."""
    steps = ChainStep.objects.filter(campaign=campaign).order_by("kind", "user").values_list("kind", "user")
    return print_of("\n".join(f"{kind} {user}" for kind, user in steps))


@transaction.atomic
def submit_paper(
    *,
    by: User,
    paper: OfficialPaper,
    steps: Sequence[tuple[str, User]] | None = None,
    version: int | None = None,
) -> OfficialPaper:
    """Send it on its way, along ``steps`` or the chain of the campaign. Raises Invalid if something is missing.

    ``version``: the one that was read; a newer one is Superseded.
    """
    current = _locked(paper)
    check_user_can_submit(by, current)
    check_version(current, version, "送审")
    policies.check_is_complete(current)
    chosen = (
        list(steps)
        if steps is not None
        else [(one.kind, one.user) for one in current.campaign.paper_chain.select_related("user")]
    )
    chosen = list(dict.fromkeys(chosen))
    if not any(kind == StepKind.SIGN for kind, _ in chosen):
        raise Invalid("请选谁签发。", "sign")
    current.state = policies.next_official_state(current, "submit", "不能送审")
    settle_rounds(current)
    current.round += 1
    current.return_reason = ""
    current.signer = _names([user for kind, user in chosen if kind == StepKind.SIGN])
    current.save(update_fields=["state", "round", "return_reason", "signer", "changed_at"])
    ApprovalStep.objects.bulk_create(
        ApprovalStep(paper=current, round=current.round, order=ORDER[StepKind(kind)], kind=kind, user=user)
        for kind, user in chosen
    )
    audit.record(
        "papers.official.submitted",
        by=by,
        obj=current,
        after={"steps": [f"{StepKind(k).label} {u}" for k, u in chosen]},
    )
    tell_next(current)
    return current


@transaction.atomic
def pass_step(*, by: User, step: ApprovalStep, opinion: str = "") -> OfficialPaper:
    """Agree, with an opinion or without. After the last the paper may go out."""
    paper, own = _own_step(by, step)
    own.state, own.opinion, own.at = StepState.PASSED, opinion.strip()[:500], timezone.now()
    own.save(update_fields=["state", "opinion", "at"])
    audit.record("papers.official.passed", by=by, obj=paper, after={"step": own.get_kind_display()}, reason=own.opinion)
    settle_turns(paper)
    if paper.steps.filter(round=paper.round, state=StepState.WAITING).exists():
        tell_next(paper)
        return paper
    paper.state = policies.next_official_state(paper, "approve", "不能签发")
    paper.signer = signed_by(paper) or paper.signer
    paper.save(update_fields=["state", "signer", "changed_at"])
    tell([paper.drafted_by], paper, "approved", f"《{paper.title}》已签发，可以编号印发")
    return paper


def signed_by(paper: OfficialPaper) -> str:
    """Who signed it in this round, as a paper that goes up prints it; empty where nobody did."""
    steps = paper.steps.filter(round=paper.round, kind=StepKind.SIGN, state=StepState.PASSED).select_related("user")
    return _names([step.user for step in steps])


def signs_alone(paper: OfficialPaper) -> bool:
    """Nobody but who drafted it is asked for a word in the round under way."""
    asked = set(
        paper.steps.filter(round=OfficialPaper.objects.filter(pk=paper.pk).values("round")[:1]).values_list(
            "user", flat=True
        )
    )
    return asked == {paper.drafted_by_id}


def _names(users: Sequence[User]) -> str:
    """The names, without the post before them."""
    return "、".join(((user.name or str(user)).split() or [""])[-1] for user in users)[:50]


@transaction.atomic
def return_paper(*, by: User, step: ApprovalStep, reason: str) -> OfficialPaper:
    """Back to who drafted it; the others of this round need not look any more."""
    paper, own = _own_step(by, step)
    if not reason.strip():
        raise Invalid("退回要写明原因。", "opinion")
    own.state, own.opinion, own.at = StepState.RETURNED, reason.strip()[:500], timezone.now()
    own.save(update_fields=["state", "opinion", "at"])
    paper.steps.filter(round=paper.round, state=StepState.WAITING).update(state=StepState.DROPPED)
    settle_turns(paper)
    paper.state = policies.next_official_state(paper, "return", "不能退回")
    paper.return_reason = own.opinion
    paper.save(update_fields=["state", "return_reason", "changed_at"])
    audit.record(
        "papers.official.returned", by=by, obj=paper, after={"step": own.get_kind_display()}, reason=own.opinion
    )
    tell([paper.drafted_by], paper, "returned", f"《{paper.title}》被退回：{own.opinion}")
    return paper


@transaction.atomic
def take_back(*, by: User, paper: OfficialPaper) -> OfficialPaper:
    """The office thinks again before it went out; what was said in this round stays on record."""
    current = _locked(paper)
    check_user_can_take_back(by, current)
    current.steps.filter(round=current.round, state=StepState.WAITING).update(state=StepState.DROPPED)
    settle_rounds(current)
    current.state = policies.next_official_state(current, "take_back", "不能收回")
    current.save(update_fields=["state", "changed_at"])
    audit.record("papers.official.taken_back", by=by, obj=current)
    return current


def _own_step(by: User, step: ApprovalStep) -> tuple[OfficialPaper, ApprovalStep]:
    paper = _locked(step.paper)
    own = ApprovalStep.objects.select_related("user").get(pk=step.pk)
    own.paper = paper
    check_user_can_decide(by, own)
    return paper, own


def _locked(paper: OfficialPaper) -> OfficialPaper:
    found = OfficialPaper.objects.select_for_update(of=("self",)).select_related(
        "campaign", "series", "drafted_by", "changed_by"
    )
    return found.get(pk=paper.pk)
