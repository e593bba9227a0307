"""追问: the office asks about an entry, the unit answers; the entry stays unconfirmed until the office decides."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.services import liaisons_of, notify, settle
from weicheng.ground.org.models import User
from weicheng.work.plans.models import ProgressEntry
from weicheng.work.reminders.models import EntryQuestion
from weicheng.work.reminders.permissions import check_user_can_answer_question, check_user_can_ask_again

ANSWER_WITHIN = 2  # working days
MOST_CHARACTERS = 1000


def ask_again(*, by: User, entry: ProgressEntry, text: str) -> EntryQuestion:
    """Ask the unit about what it reported; its liaisons and who wrote the entry are told."""
    with transaction.atomic():
        current = _locked(entry.pk)
        check_user_can_ask_again(by, current)
        text = _checked(text, "请写要问什么。")
        due = work_calendar().add_workdays(timezone.localdate(), ANSWER_WITHIN)
        question = EntryQuestion.objects.create(entry=current, text=text, asked_by=by, due_on=due)
        audit.record("reminders.question.asked", by=by, obj=current.task, after={"text": text}, unit_id=current.unit_id)
        notify(
            to=[*liaisons_of([current.unit]), current.by],
            code="reminders.question.asked",
            key=f"reminders:question:{question.pk}",
            title=f"创卫办追问：{current.task.title}，请在{due:%-m月%-d日}前回答",
            text=text,
            url=reverse("reminders:question", args=[question.pk]),
            campaign_id=current.task.campaign_id,
        )
    return question


def answer_question(*, by: User, question: EntryQuestion, text: str) -> EntryQuestion:
    """The unit's answer, once; who asked is told."""
    with transaction.atomic():
        entry = _locked(question.entry_id)
        current = EntryQuestion.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=question.pk)
        current.entry = entry
        check_user_can_answer_question(by, current)
        text = _checked(text, "请写回答。")
        current.answer, current.answered_by, current.answered_at = text, by, timezone.now()
        current.save(update_fields=["answer", "answered_by", "answered_at"])
        settle(key=f"reminders:question:{current.pk}")
        audit.record("reminders.question.answered", by=by, obj=entry.task, after={"text": text}, unit_id=entry.unit_id)
        notify(
            to=[current.asked_by],
            code="reminders.question.answered",
            key=f"reminders:answer:{current.pk}",
            title=f"{entry.unit}回答了追问：{entry.task.title}",
            text=text,
            url=reverse("reminders:checking"),
            campaign_id=entry.task.campaign_id,
        )
    return current


def _checked(text: str, words: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid(words, "text")
    if len(text) > MOST_CHARACTERS:
        raise Invalid(f"最多写{MOST_CHARACTERS}字。", "text")
    return text


def _locked(pk: int) -> ProgressEntry:
    related = ProgressEntry.objects.select_for_update(of=("self",))
    return related.select_related("task__campaign", "unit", "by").get(pk=pk)
