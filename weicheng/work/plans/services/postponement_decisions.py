"""The answer to a request to put a deadline off: once only, by another person of the office; and taking one's own back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotAllowed, Refused
from weicheng.ground.notices.services import liaisons_of, notify
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import PostponementState
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import Task
from weicheng.work.plans.permissions import check_user_can_decide_postponement, check_user_can_withdraw_postponement
from weicheng.work.plans.services.editing import locked_task, write_task
from weicheng.work.plans.services.postponing import settle_asked


@dataclass(frozen=True, slots=True)
class Decided:
    """How many were decided, and why others were not."""

    done: int
    refused: tuple[str, ...] = ()


def approve_postponement(*, by: User, request: PostponementRequest, answer: str = "") -> PostponementRequest:
    """The later deadline holds from now on, with an entry in the task's record.

    Raises NotPossible when it is decided already, or when the deadline was changed since it was asked.
    """
    with transaction.atomic():
        current, task = _locked(request)
        check_user_can_decide_postponement(by, current)
        if task.due_on != current.was_due_on:
            raise NotPossible(
                f"任务{task.number}的时限已改成{task.due_on or '无'}，不再是申请时的{current.was_due_on}，请不予同意并让单位重新申请。"
            )
        values: dict[str, Any] = {"due_on": current.due_on}
        if current.start_on:
            values["start_on"] = current.start_on
        write_task(by, task, values, current.reason, action="plans.task.postponed", approved=True)
        return _decide(by, current, PostponementState.APPROVED, answer)


def decline_postponement(*, by: User, request: PostponementRequest, answer: str) -> PostponementRequest:
    """The deadline stays; whoever asked is told why."""
    if not answer.strip():
        raise Invalid("不同意要写明原因，申请人会看到。", "answer")
    with transaction.atomic():
        current, task = _locked(request)
        check_user_can_decide_postponement(by, current)
        audit.record("plans.postponement.declined", by=by, obj=task, reason=answer.strip())
        return _decide(by, current, PostponementState.DECLINED, answer)


def decide_many(*, by: User, requests: Iterable[PostponementRequest], approve: bool, answer: str = "") -> Decided:
    """Each of the requests on its own: one that cannot be decided does not hold up the others."""
    done, refused = 0, []
    for request in requests:
        try:
            if approve:
                approve_postponement(by=by, request=request, answer=answer)
            else:
                decline_postponement(by=by, request=request, answer=answer)
            done += 1
        except (Refused, NotAllowed) as error:
            refused.append(str(error))
    return Decided(done, tuple(refused))


def withdraw_postponement(*, by: User, request: PostponementRequest) -> PostponementRequest:
    """Whoever asked takes it back while nobody has decided."""
    with transaction.atomic():
        current, task = _locked(request)
        check_user_can_withdraw_postponement(by, current)
        current.state, current.decided_at = PostponementState.WITHDRAWN, timezone.now()
        current.save(update_fields=["state", "decided_at"])
        settle_asked(current)
        audit.record("plans.postponement.withdrawn", by=by, obj=task)
    return current


def _locked(request: PostponementRequest) -> tuple[PostponementRequest, Task]:
    """The task first, as every editor locks it, then the request as it stands now."""
    task = locked_task(request.task)
    found = PostponementRequest.objects.select_for_update(of=("self",)).select_related("by", "unit", "decided_by")
    current = found.get(pk=request.pk)
    current.task = task
    return current, task


def _decide(by: User, request: PostponementRequest, state: PostponementState, answer: str) -> PostponementRequest:
    request.state, request.answer = state, answer.strip()
    request.decided_by, request.decided_at = by, timezone.now()
    request.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    settle_asked(request)
    told = [request.by, *(liaisons_of([request.unit]) if request.unit else ())]
    verdict = "延期批准了" if state == PostponementState.APPROVED else "延期没有同意"
    notify(
        to=[user for user in told if user.pk != by.pk],
        code="plans.postponement.decided",
        key=f"plans.postponement.{request.pk}.decided",
        title=f"{verdict}：{request.task.title}",
        text=f"{request.words}。{f'批复：{request.answer}' if request.answer else ''}",
        url=reverse("ledger:task", args=[request.task.uid]),
        campaign_id=request.campaign_id,
    )
    return request
