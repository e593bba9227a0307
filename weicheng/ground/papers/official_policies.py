"""What the state of an official paper allows, whoever asks. Each raises NotPossible or Invalid with a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from weicheng.engines.papercheck import Finding
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.papers.models import ApprovalStep, ChainStep, OfficialPaper, RegisterEntry, Series
from weicheng.ground.papers.official_choices import ENDINGS, UPWARD, OfficialKind, OfficialState, StepKind, StepState
from weicheng.ground.papers.official_transitions import OFFICIAL
from weicheng.ground.papers.policies import check_is_open


def next_official_state(paper: OfficialPaper, verb: str, sentence: str) -> OfficialState:
    """The state after ``verb``; raises NotPossible with ``sentence`` where the table has no such move."""
    check_is_open(paper.campaign)
    move = OFFICIAL[OfficialState(paper.state)].get(verb)
    if move is None:
        raise NotPossible(f"这份公文{paper.get_state_display()}，{sentence}。")
    return move


def check_is_editable(paper: OfficialPaper) -> None:
    check_is_open(paper.campaign)
    if not paper.is_editable:
        raise NotPossible(f"这份公文{paper.get_state_display()}，不能改；要改请先收回或请审签人退回。")


def check_is_not_void(paper: OfficialPaper) -> None:
    check_is_open(paper.campaign)
    if paper.state == OfficialState.VOID:
        raise NotPossible("这份公文已作废，不用再对应条款。")


def check_is_complete(paper: OfficialPaper) -> None:
    """What a paper must have before anybody is asked to sign it."""
    if not paper.title.strip():
        raise Invalid("还没有写标题。", "title")
    ending = ENDINGS[OfficialKind(paper.kind)]
    if not paper.title.replace("\n", "").strip().endswith(ending):
        raise Invalid(f"标题要以文种“{ending}”收尾。", "title")
    if not paper.body.strip():
        raise Invalid("还没有写正文。", "body")
    if paper.series_id is None:
        raise Invalid("还没有选发文字号。先在“字号和流程”里登记机关代字。", "series")


def check_has_signer(paper: OfficialPaper) -> None:
    """A paper that goes up prints who signed it: by the chain, or as it was written where nobody signs here."""
    if paper.kind in UPWARD and not paper.signer.strip():
        raise Invalid(f"{paper.get_kind_display()}是上行文，要写签发人。", "signer")


def check_errors_are_answered(errors: Sequence[Finding], reason: str) -> None:
    """What our own check calls an error goes out only with a reason."""
    if errors and not reason.strip():
        said = "；".join(f"{one.where}应是{one.should}（{one.rule.id}）" for one in errors[:5])
        more = f"等{len(errors)}处" if len(errors) > 5 else ""
        raise Invalid(f"版式检查有错误：{said}{more}。请先改；确实要这样印发，请写明原因。", "despite_errors")


def check_goes_without_approval(paper: OfficialPaper) -> None:
    """A draft goes out at once only where the campaign has set up nobody who must sign."""
    needs = ChainStep.objects.filter(campaign=paper.campaign_id, kind=StepKind.SIGN).exists()
    if paper.state != OfficialState.APPROVED and needs:
        raise NotPossible("这份公文还没有签发，请先送审。")


def current_steps(paper: OfficialPaper) -> list[ApprovalStep]:
    """Those whose turn it is: the waiting ones of the lowest order."""
    waiting = [step for step in paper.steps.all() if step.round == paper.round and step.state == StepState.WAITING]
    lowest = min((step.order for step in waiting), default=0)
    return [step for step in waiting if step.order == lowest]


def check_is_their_turn(step: ApprovalStep) -> None:
    if step.paper.state != OfficialState.REVIEW or step.pk not in {one.pk for one in current_steps(step.paper)}:
        raise NotPossible("现在不轮到这一步，或者已经办过了。")


def check_can_void_entry(entry: RegisterEntry) -> None:
    check_is_open(entry.series.campaign)
    if entry.voided_at is not None:
        raise NotPossible(f"{entry.number}已经作废，不用再作废。")


def check_series_has_kind(series: Series, kind: str) -> None:
    if kind not in series.kinds or not series.is_active:
        raise Invalid(f"“{series.code}”不用于{OfficialKind(kind).label}。", "series")
