"""The walk of a bid: moved by what came out, taken back or corrected by entries with a reason."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.org.models import User
from weicheng.judgement.titles import policies
from weicheng.judgement.titles.authority import authority
from weicheng.judgement.titles.authority_schema import Outcome
from weicheng.judgement.titles.choices import BidState, EventKind, MoveKind
from weicheng.judgement.titles.models import Bid, Move, Title
from weicheng.judgement.titles.permissions import check_user_can_edit_bid, check_user_can_edit_titles
from weicheng.judgement.titles.selectors.conditions import standing_of
from weicheng.judgement.titles.services.register import happen, locked_title, restore, snapshot
from weicheng.judgement.titles.services.starting import begin, enter

EFFECTS = {
    "grant": EventKind.GRANTED,
    "confirm": EventKind.CONFIRMED,
    "defer": EventKind.DEFERRED,
    "withdraw": EventKind.WITHDRAWN,
}
_KEPT = ("stage", "state")


def make_move(
    *,
    by: User,
    bid: Bid,
    version: int,
    key: UUID | str,
    outcome: str,
    on: date,
    paper_number: str = "",
    file: StoredFile | None = None,
    file_name: str = "",
    note: str = "",
    expires_on: date | None = None,
) -> Move:
    """What came out of the present stage. NotPossible says what is possible; the same ``key`` again is the move that is there."""
    with transaction.atomic():
        current = locked_bid(bid)
        known = made_before(Move, key, bid=current)
        if known is not None:
            return known
        check_user_can_edit_bid(by, current)
        check_version(current, version)
        found = policies.next_outcome(current, outcome)
        policies.check_move_day(current, on)
        _check_conditions(current, found)
        _check_shown(current, found, shown=bool(paper_number.strip() or file or note.strip()))
        move = Move(
            key=key,
            bid=current,
            from_stage=current.stage,
            outcome=found.key,
            to_stage=found.to,
            on=on,
            paper_number=paper_number.strip()[:60],
            file=file,
            file_name=file_name[-255:],
            note=note.strip()[:1000],
            before=_held(current, with_title=bool(found.effect)),
            by=by,
        )
        move.save(force_insert=True)
        _go(by, current, found, move, expires_on)
    return move


def undo_move(*, by: User, bid: Bid, version: int, key: UUID | str, reason: str) -> Move:
    """Take the last step back: bid and title stand as before it; both entries stay."""
    if not reason.strip():
        raise Invalid("要写明为什么撤回。", "reason")
    with transaction.atomic():
        current = locked_bid(bid)
        known = made_before(Move, key, bid=current)
        if known is not None:
            return known
        check_user_can_edit_titles(by, current.campaign)
        check_version(current, version)
        last = last_standing_move(current)
        if last is None:
            raise NotPossible("还没有可以撤回的一步。")
        if last.before.get("opened"):
            raise NotPossible("已经转入复审，复审申报建好了，不能撤回。")
        held = last.before
        _check_title_stayed(current.title, held)
        undo = Move.objects.create(
            key=key,
            bid=current,
            kind=MoveKind.UNDO,
            from_stage=current.stage,
            to_stage=last.from_stage,
            corrects=last,
            on=timezone.localdate(),
            note=reason.strip()[:1000],
            by=by,
        )
        if current.state != BidState.OPEN and held["state"] == BidState.OPEN:
            _check_no_other_open(current)
        _put_back(current, held)
        audit.record("titles.bid.undone", by=by, obj=current, reason=undo.note, unit_id=current.title.unit_id)
        if "title" in held:
            restore(by=by, title=locked_title(current.title), held=held["title"], reason=undo.note)
    return undo


def fix_move(*, by: User, move: Move, key: UUID | str, on: date, paper_number: str, note: str, reason: str) -> Move:
    """Correct date, number or note of a step by an entry over it. What came out is not corrected so: take the step back."""
    if not reason.strip():
        raise Invalid("更正要写明原因。", "reason")
    with transaction.atomic():
        bid = locked_bid(move.bid)
        known = made_before(Move, key, bid=bid)
        if known is not None:
            return known
        check_user_can_edit_titles(by, bid.campaign)
        if move.kind != MoveKind.MOVE:
            raise NotPossible("只能更正推进的记录。")
        if on > timezone.localdate():
            raise Invalid("日期还没到。", "on")
        words = f"{reason.strip()}" + (f"。{note.strip()}" if note.strip() else "")
        fix = Move.objects.create(
            key=key,
            bid=bid,
            kind=MoveKind.FIX,
            from_stage=move.from_stage,
            to_stage=move.to_stage,
            corrects=move,
            on=on,
            paper_number=paper_number.strip()[:60],
            note=words[:1000],
            by=by,
        )
        before = {"on": move.on.isoformat(), "paper_number": move.paper_number}
        after = {"on": on.isoformat(), "paper_number": fix.paper_number}
        audit.record("titles.move.fixed", by=by, obj=bid, before=before, after=after, reason=reason.strip())
    return fix


def last_standing_move(bid: Bid) -> Move | None:
    """The last step that was not taken back."""
    undone = set(bid.moves.filter(kind=MoveKind.UNDO).values_list("corrects", flat=True))
    steps = bid.moves.filter(kind=MoveKind.MOVE).order_by("-id")
    return next((move for move in steps if move.pk not in undone), None)


def locked_bid(bid: Bid) -> Bid:
    """The bid under its lock, with title and campaign."""
    return (
        Bid.objects.select_for_update(of=("self",))
        .select_related("campaign", "title__campaign", "title__unit")
        .get(pk=bid.pk)
    )


def check_version(bid: Bid, version: int) -> None:
    """NotPossible where somebody else changed the bid since the page was read."""
    if bid.version != version:
        raise NotPossible("刚才有人改过这个申报，请刷新看看现在的阶段再登记。")


def _go(by: User, bid: Bid, outcome: Outcome, move: Move, expires_on: date | None) -> None:
    measure = authority(bid.authority)
    was = measure.stages[bid.stage].name
    if outcome.to:
        bid.stage = outcome.to
        enter(bid, outcome.to, move.on)
    else:
        bid.state = BidState(outcome.ends)
        bid.stage_due_on = None
    bid.version += 1
    bid.save()
    after = {"stage": measure.stages[outcome.to].name if outcome.to else bid.get_state_display()}
    audit.record(
        "titles.bid.moved",
        by=by,
        obj=bid,
        before={"stage": was},
        after={**after, "outcome": outcome.name, "on": move.on.isoformat(), "paper_number": move.paper_number},
        reason=move.note,
        unit_id=bid.title.unit_id,
    )
    if outcome.effect:
        title = locked_title(bid.title)
        happen(
            by=by,
            title=title,
            kind=EFFECTS[outcome.effect],
            on=move.on,
            paper_number=move.paper_number,
            note=move.note,
            expires_on=expires_on,
            term_years=measure.term_years,
            granted_by=measure.stages[move.from_stage].who,
            file=move.file,
        )
        move.before = {**move.before, "title_after": title.state}
        move.save(update_fields=["before"])
    if outcome.opens:
        _open_review(by, bid, outcome, move)


def _open_review(by: User, bid: Bid, outcome: Outcome, move: Move) -> None:
    """The bid for the re-review begins where the creation ends; a re-review that is already open goes on."""
    open_bid = Bid.objects.filter(title=bid.title, purpose=outcome.opens, state=BidState.OPEN).first()
    if open_bid is None:
        key = uuid.uuid5(uuid.NAMESPACE_OID, str(move.key))
        open_bid = begin(
            by, bid.title, outcome.opens, bid.authority, key, bid.package_object, move.on, None, bid.title.expires_on
        )
    move.before = {**move.before, "opened": open_bid.pk}
    move.save(update_fields=["before"])


def _check_conditions(bid: Bid, outcome: Outcome) -> None:
    """What the measure surely asks before this step; what is not confirmed is shown, and does not hold anything up."""
    if not _is_forward(bid, outcome):
        return
    measure = authority(bid.authority)
    for line in standing_of(bid):
        if line.condition.before == bid.stage and line.fails and line.condition.basis.is_seen:
            stage = measure.stages[bid.stage].name
            raise NotPossible(f"{line.fails}，不能{stage}。来源：{line.condition.basis.source}。")


def _check_shown(bid: Bid, outcome: Outcome, *, shown: bool) -> None:
    """A stage with papers of its own is left by one of them, or by a word on why there is none."""
    documents = authority(bid.authority).stages[bid.stage].documents
    if documents and not shown and _is_forward(bid, outcome):
        raise Invalid(
            f"这一阶段要有{'、'.join(documents)}：请写文号或传文件；还没有的，在说明里写明原因。", "paper_number"
        )


def _is_forward(bid: Bid, outcome: Outcome) -> bool:
    order = list(authority(bid.authority).stages)
    return bool(outcome.to) and order.index(outcome.to) > order.index(bid.stage)


def _held(bid: Bid, *, with_title: bool) -> dict[str, Any]:
    """The title only where the step changes it: what was corrected of it meanwhile is not undone with another step."""
    days = {
        "stage_since": bid.stage_since.isoformat(),
        "stage_due_on": bid.stage_due_on and bid.stage_due_on.isoformat(),
    }
    title = {"title": snapshot(bid.title)} if with_title else {}
    return {**{name: getattr(bid, name) for name in _KEPT}, **days, **title}


def _put_back(bid: Bid, held: dict[str, Any]) -> None:
    for name in _KEPT:
        setattr(bid, name, held[name])
    bid.stage_since = date.fromisoformat(held["stage_since"])
    bid.stage_due_on = date.fromisoformat(held["stage_due_on"]) if held["stage_due_on"] else None
    bid.version += 1
    bid.save()


def _check_title_stayed(title: Title, held: dict[str, Any]) -> None:
    """What happened to the title after a step is not wiped out with the step."""
    if "title_after" in held and title.state != held["title_after"]:
        raise NotPossible(f"这一步以后，“{title}”又登记成{title.get_state_display()}，不能再撤回这一步。")


def _check_no_other_open(bid: Bid) -> None:
    if Bid.objects.filter(title=bid.title, purpose=bid.purpose, state=BidState.OPEN).exclude(pk=bid.pk).exists():
        raise NotPossible("同一称号又开了新的申报，这一个不能再撤回。")
