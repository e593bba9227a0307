"""Marks and words of standing work."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from weicheng.ground.ui.templatetags.ui import icon
from weicheng.work.duties.choices import OccurrenceState
from weicheng.work.duties.models import Duty, Occurrence
from weicheng.work.duties.rhythms import moved_words, say
from weicheng.work.duties.states import MARKS, Mark
from weicheng.work.plans.models import Task

register = template.Library()
register.filter("rhythm", say)
register.filter("moved_words", moved_words)


@register.simple_tag
def strip(occurrences: list[Occurrence]) -> SafeString:
    """The last times as marks, oldest first: shape and colour, the words for a screen reader and on hovering."""
    if not occurrences:
        return format_html('<span class="wc-muted wc-small">{}</span>', "还没有")
    words = "，".join(
        f"{one.day.month}月{one.day.day}日{MARKS[OccurrenceState(one.state)].word}" for one in occurrences
    )
    marks = format_html_join(
        "",
        '<i class="wc-{}" title="{}月{}日{}">{}</i>',
        ((m.css, one.day.month, one.day.day, m.word, icon(m.icon)) for one in occurrences for m in (_mark(one),)),
    )
    return format_html('<span class="wc-strip" role="img" aria-label="{}">{}</span>', words, marks)


def _mark(one: Occurrence) -> Mark:
    return MARKS[OccurrenceState(one.state)]


@register.simple_tag
def state_chip(state: str) -> SafeString:
    """已做, 未做, 免做, 待做: icon, colour and word."""
    mark = MARKS[OccurrenceState(state)]
    return format_html('<span class="wc-chip wc-{}">{}{}</span>', mark.css, icon(mark.icon), mark.word)


@register.filter
def live_duty(task: Task) -> Duty | None:
    """The duty that a task of the ledger gave and that goes on."""
    return task.duties.filter(ended_at=None).first()


@register.filter
def owed(one: Occurrence) -> str:
    """1/3次: done of what is needed; nothing where one time is enough."""
    if one.needed == 0:
        return f"已{one.count}次，最多{one.most}次"
    if one.most is not None:
        return f"{one.count}/{one.needed}至{one.most}次" + ("，超过" if one.count > one.most else "")
    return f"{one.count}/{one.needed}次" if one.needed > 1 else ""


@register.filter
def people_words(one: Occurrence) -> str:
    """须到3人; that the number is open where a rule leaves it so; how many are missing on what was recorded."""
    duty: Duty = one.duty
    if one.people is None:
        return "到场人数未定" if duty.headcount_rule_id else ""
    basis = "合计" if duty.people_basis == "together" else ""
    return f"{basis}须到{one.people}人"
