"""A notice to put something right goes round: received and answered by the unit, closed or sent back by the office."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.notices.services import liaisons_of, notify, office_people, settle
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import User
from weicheng.ground.org.permissions import answer as answer_of
from weicheng.ground.papers import policies
from weicheng.ground.papers.choices import PaperState
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.models.rectify import RectifyAnswer
from weicheng.ground.papers.permissions import check_user_can_issue_papers

LONGEST = 4000


def check_user_can_answer_rectification(user: User, paper: Paper) -> None:
    """The liaison of the unit; the office for a unit that told it otherwise."""
    own = paper.unit is not None and scope_of(user).reaches(paper.unit, Role.LIAISON)
    if not own and not is_office(user):
        raise NotAllowed("只有收文单位的联络员和创卫办可以签收、答复。")
    policies.check_is_open(paper.campaign)


user_can_answer_rectification = answer_of(check_user_can_answer_rectification)


@transaction.atomic
def receive(*, by: User, paper: Paper) -> RectifyAnswer:
    """It has come. A second press changes nothing."""
    current = _locked(paper)
    check_user_can_answer_rectification(by, current)
    _check_stands(current)
    made, fresh = RectifyAnswer.objects.get_or_create(paper=current, defaults={"received_by": by})
    if fresh:
        audit.record("papers.rectify.received", by=by, obj=current, unit_id=current.unit_id)
    return made


@transaction.atomic
def answer(*, by: User, paper: Paper, text: str) -> RectifyAnswer:
    """What was done about each fault; the office is told. Answering says that it was received too."""
    check_user_can_answer_rectification(by, paper)
    said = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not said:
        raise Invalid("请写整改情况。", "text")
    if len(said) > LONGEST:
        raise Invalid(f"写了{len(said)}字，最多{LONGEST}字。", "text")
    made = receive(by=by, paper=paper)
    if made.closed_at:
        raise NotPossible("这份整改通知书已经办结。")
    made.text, made.answered_at, made.answered_by, made.return_reason = said, timezone.now(), by, ""
    made.save()
    current = made.paper
    audit.record("papers.rectify.answered", by=by, obj=current, after={"text": said[:300]}, unit_id=current.unit_id)
    settle(key=f"papers.rectify.{current.pk}")
    settle(key=f"papers.rectify.{current.pk}.back")
    _tell(office_people(), current, "answered", f"{current.unit_name}答复了{current.number}，请核对")
    return made


@transaction.atomic
def close(*, by: User, paper: Paper) -> RectifyAnswer:
    """The office has looked: it is put right."""
    made = _answered(by, paper)
    if made.closed_at is None:
        made.closed_at, made.closed_by = timezone.now(), by
        made.save(update_fields=["closed_at", "closed_by"])
        audit.record("papers.rectify.closed", by=by, obj=made.paper, unit_id=made.paper.unit_id)
        settle(key=f"papers.rectify.{made.paper_id}.answered")
    return made


@transaction.atomic
def send_back(*, by: User, paper: Paper, reason: str) -> RectifyAnswer:
    """Not put right yet: the unit answers again."""
    made = _answered(by, paper)
    if made.closed_at:
        raise NotPossible("这份整改通知书已经办结。")
    if not reason.strip():
        raise Invalid("退回要写明原因。", "reason")
    made.answered_at, made.return_reason = None, reason.strip()[:300]
    made.save(update_fields=["answered_at", "return_reason"])
    audit.record(
        "papers.rectify.returned", by=by, obj=made.paper, reason=made.return_reason, unit_id=made.paper.unit_id
    )
    settle(key=f"papers.rectify.{made.paper_id}.answered")
    unit = made.paper.unit
    _tell(
        liaisons_of([unit] if unit else []),
        made.paper,
        "back",
        f"{made.paper.number}的答复被退回：{made.return_reason}",
    )
    return made


def _answered(by: User, paper: Paper) -> RectifyAnswer:
    current = _locked(paper)
    check_user_can_issue_papers(by, current.campaign)
    made = RectifyAnswer.objects.select_related("paper__unit").filter(paper=current, answered_at__isnull=False).first()
    if made is None:
        raise NotPossible(f"{current.unit_name}还没有答复{current.number}。")
    return made


def _locked(paper: Paper) -> Paper:
    return Paper.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=paper.pk)


def _check_stands(paper: Paper) -> None:
    if paper.state == PaperState.VOID:
        raise NotPossible(f"{paper.number}已作废，不用签收、答复。")


def _tell(to: list[User], paper: Paper, what: str, title: str) -> None:
    notify(
        to=to, code="papers.rectify", key=f"papers.rectify.{paper.pk}.{what}", title=title, campaign_id=paper.campaign_id,
        url=reverse("papers:rectify-one", args=[paper.pk]),
    )  # fmt: skip
