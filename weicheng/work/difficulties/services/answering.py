"""Each level answers, passes it up, or the unit says that it is settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import Unit, User
from weicheng.work.difficulties import permissions
from weicheng.work.difficulties.choices import BEGINS, Level, Sort, State, Verb
from weicheng.work.difficulties.models import Difficulty, Step
from weicheng.work.difficulties.policies import next_level, next_state
from weicheng.work.difficulties.services.rules import owed_on
from weicheng.work.difficulties.services.telling import close_owed, tell_answered, tell_owed, tell_settled

Check = Callable[[User, Difficulty], None]


def answer_difficulty(*, by: User, difficulty: Difficulty, text: str) -> Difficulty:
    """The level that owes it answers; the unit is told. By the office for a leader it is marked so."""
    with transaction.atomic():
        current = _locked(difficulty, by, permissions.check_user_can_answer_difficulty)
        text = _needed(text, "请写答复：谁来办、怎么办、什么时候办好。")
        current.state = next_state(current, "answer")
        step = _step(by, current, Verb.ANSWERED, text, current.answer_due_on)
        step.for_leader = current.level == Level.LEADER and is_office(by)
        step.save(update_fields=["for_leader"])
        current.answer_due_on = None
        _save(by, current, Verb.ANSWERED, text)
        tell_answered(current, step)
    return current


def escalate_difficulty(*, by: User, difficulty: Difficulty, reason: str) -> Difficulty:
    """One level up, where an answer is owed from today."""
    with transaction.atomic():
        current = _locked(difficulty, by, permissions.check_user_can_escalate_difficulty)
        reason = _needed(reason, "请写明为什么要上报，前面试过什么。")
        _owe(current, next_level(current), "escalate")
        step = _step(by, current, Verb.ESCALATED, reason, current.answer_due_on)
        _save(by, current, Verb.ESCALATED, reason)
        tell_owed(current, step)
    return current


def sort_difficulty(
    *, by: User, difficulty: Difficulty, sort: str, counterpart: Unit | None = None, reason: str = ""
) -> Difficulty:
    """The office sorts it anew; it goes to the level that the sorting rule names."""
    if sort not in Sort.values:
        raise Invalid("请选这个难点要谁来解决。", "sort")
    if counterpart is not None and counterpart.pk == difficulty.unit_id:
        raise Invalid("对口部门不能是提出难点的单位。", "counterpart")
    with transaction.atomic():
        current = _locked(difficulty, by, permissions.check_user_can_sort_difficulty)
        current.sort, current.counterpart = sort, counterpart if sort == Sort.COUNTERPART else None
        if BEGINS[Sort(sort)] != current.level:
            _owe(current, BEGINS[Sort(sort)], "sort")
        step = _step(by, current, Verb.SORTED, reason.strip(), current.answer_due_on)
        _save(by, current, Verb.SORTED, reason)
        tell_owed(current, step)
    return current


def settle_difficulty(*, by: User, difficulty: Difficulty, text: str = "") -> Difficulty:
    """The difficulty is gone; the unit or the office says so."""
    with transaction.atomic():
        current = _locked(difficulty, by, permissions.check_user_can_settle_difficulty)
        current.state, current.answer_due_on = next_state(current, "settle"), None
        step = _step(by, current, Verb.SETTLED, text.strip(), None)
        _save(by, current, Verb.SETTLED, text)
        tell_settled(current, step)
    return current


def reopen_difficulty(*, by: User, difficulty: Difficulty, reason: str) -> Difficulty:
    """The answer did not help, or the difficulty is back: the same level owes an answer anew."""
    with transaction.atomic():
        current = _locked(difficulty, by, permissions.check_user_can_reopen_difficulty)
        reason = _needed(reason, "请写明还差什么，或者怎么又出现了。")
        _owe(current, Level(current.level), "reopen")
        step = _step(by, current, Verb.REOPENED, reason, current.answer_due_on)
        _save(by, current, Verb.REOPENED, reason)
        tell_owed(current, step)
    return current


def _owe(difficulty: Difficulty, level: Level, verb: str) -> None:
    difficulty.state = next_state(difficulty, verb)
    assert difficulty.state == State.OPEN
    difficulty.level = level
    difficulty.answer_due_on = owed_on(difficulty.campaign, level)


def _needed(text: str, words: str) -> str:
    if not text.strip():
        raise Invalid(words, "text")
    return text.strip()


def _locked(difficulty: Difficulty, by: User, check: Check) -> Difficulty:
    related = Difficulty.objects.select_for_update(of=("self",)).select_related("campaign", "unit", "task")
    current = related.get(pk=difficulty.pk)
    check(by, current)
    return current


def _step(by: User, difficulty: Difficulty, verb: Verb, text: str, owed: date | None) -> Step:
    return Step.objects.create(difficulty=difficulty, verb=verb, level=difficulty.level, text=text, owed_on=owed, by=by)


def _save(by: User, difficulty: Difficulty, verb: Verb, reason: str) -> None:
    difficulty.save(update_fields=["state", "level", "answer_due_on", "sort", "counterpart"])
    close_owed(difficulty)
    due = difficulty.answer_due_on
    after = {
        "state": difficulty.get_state_display(),
        "level": difficulty.get_level_display(),
        "answer_due_on": due.isoformat() if due else None,
    }
    audit.record(
        f"difficulties.difficulty.{verb}",
        by=by,
        obj=difficulty,
        after=after,
        reason=reason.strip(),
        unit_id=difficulty.unit_id,
        campaign_id=difficulty.campaign_id,
    )
