"""A round of consultation that is under way, receipts of most units, and a deadline that somebody asks to put off."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from weicheng.doors.demo.story import liaisons_by_unit
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.consultation.asking import Ask, asks_of
from weicheng.work.consultation.choices import Verb
from weicheng.work.consultation.models import Reply, Round
from weicheng.work.consultation.selectors.receipts import sign_lines
from weicheng.work.consultation.services.replying import reply_rows
from weicheng.work.consultation.services.rounds import open_round
from weicheng.work.consultation.services.ruling import decline_reply
from weicheng.work.consultation.services.signing import sign
from weicheng.work.plans.choices import OwnerRole, PlanState
from weicheng.work.plans.models import Plan, Task
from weicheng.work.plans.services.postponement_decisions import approve_postponement
from weicheng.work.plans.services.postponing import ask_postponement

OBJECTIONS = (
    (Verb.OWNER, "这一项去年起已划给别的单位管，我们没有队伍和经费。"),
    (Verb.DATE, "汛期不能开挖，请推后一个月。"),
    (Verb.OBJECT, "数量比摸底多，请按摸底数核减。"),
)


def tell(campaign: Campaign, plan: Plan, office: User, today: date) -> None:
    """Most units agree, three object, one objection is ruled on, some have not replied."""
    _consult(plan, office, today)
    _sign(campaign)
    _postpone(campaign, today)


def _consult(plan: Plan, office: User, today: date) -> None:
    last_day = max(today, timezone.localdate()) + timedelta(days=4)
    found = open_round(by=office, plan=plan, reply_by=last_day, note="请逐项看责任和时限，不合适的写明理由。")
    liaisons = liaisons_by_unit()
    by_unit: dict[int, list[Ask]] = {}
    for ask in asks_of(plan):
        by_unit.setdefault(ask.unit.pk, []).append(ask)
    speaking = [asks for asks in by_unit.values() if asks[0].unit.pk in liaisons]
    speaking.sort(key=lambda asks: asks[0].unit.code != "QH-CG")  # the sample liaison's own page has all there is
    for place, asks in enumerate(speaking):
        if place % 4 == 3:  # has not looked yet
            continue
        agreed = asks
        if place < len(OBJECTIONS):
            agreed = asks[1:2]  # and the rest another day
            _object(found, asks[0], liaisons[asks[0].unit.pk], *OBJECTIONS[place])
        rows = [(ask.row.pk, ask.print) for ask in agreed]
        reply_rows(by=liaisons[asks[0].unit.pk], round_=found, unit=asks[0].unit, rows=rows, verb=Verb.AGREE)
    last = Reply.objects.filter(round=found, verb=Verb.OBJECT).first()
    if last is not None:
        decline_reply(by=office, reply=last, reason="摸底数里漏了两条巷，按方案数执行。")


def _object(found: Round, ask: Ask, liaison: User, verb: Verb, reason: str) -> None:
    other = Unit.objects.filter(code__in=("QH-ZJ", "QH-CG", "QH-SW")).exclude(pk=ask.unit.pk).first()
    reply_rows(
        by=liaison,
        round_=found,
        unit=ask.unit,
        rows=[(ask.row.pk, ask.print)],
        verb=verb,
        reason=reason,
        to_unit=other if verb == Verb.OWNER else None,
        due_on=(ask.row.due_on or found.reply_by) + timedelta(days=31) if verb == Verb.DATE else "",
    )


def _sign(campaign: Campaign) -> None:
    """Three of four units with a liaison have signed."""
    liaisons = liaisons_by_unit()
    for plan in Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).order_by("pk"):
        for place, line in enumerate(sign_lines([plan])):
            liaison = liaisons.get(line.unit.pk)
            if liaison is not None and place % 4 != 2:
                sign(by=liaison, plan=plan, unit=line.unit)


def _postpone(campaign: Campaign, today: date) -> None:
    """One deadline was put off, another is asked for and waits."""
    wang, lin = (User.objects.get(username=name) for name in ("wang", "lin"))
    own = Task.objects.live().filter(campaign=campaign, done_on=None, due_on__gt=today, reported_on=None)
    own = own.filter(owners__unit__code="QH-CG", owners__role=OwnerRole.LEAD).distinct().order_by("-due_on", "number")
    reasons = ("施工图审查退回一次，进场晚了三周。", "6条巷涉及雨污管线迁改，要等水务先行施工。")
    for place, (task, reason) in enumerate(zip(own, reasons, strict=False)):
        assert task.due_on is not None
        later = task.due_on + timedelta(days=30)
        request = ask_postponement(by=wang, task=task, due_on=later, reason=reason)
        if place == 0:
            approve_postponement(by=lin, request=request, answer="同意，不再顺延。")
