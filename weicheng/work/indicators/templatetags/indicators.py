"""Values, targets and outcomes as the pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from weicheng.engines.judging.model import Outcome
from weicheng.engines.judging.wording import goal_words, plain
from weicheng.ground.ui.templatetags.ui import icon
from weicheng.work.indicators import charts, saying
from weicheng.work.indicators.choices import OUTCOME_ICONS
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.selectors.board import Judged
from weicheng.work.indicators.targets import Asked

register = template.Library()


@register.simple_tag
def outcome_chip(outcome: Outcome) -> SafeString:
    css, name = OUTCOME_ICONS[outcome]
    return format_html('<span class="wc-chip wc-{}">{}{}</span>', css, icon(name), outcome.word)


@register.simple_tag
def judged_chip(row: Judged) -> SafeString:
    """The outcome of a row; with a dashed edge and 暂判 while it rests on a figure that nobody has checked."""
    css, name = OUTCOME_ICONS[row.outcome]
    words = row.outcome_words
    more = ("wc-provisional", "数还没审核，审核后才算数") if words != row.outcome.word else ("", "")
    return format_html('<span class="wc-chip wc-{} {}" title="{}">{}{}</span>', css, *more, icon(name), words)


@register.filter
def value_of(row: Judged) -> str:
    """The figure of the year; of a figure for each town the lowest."""
    if row.entry is not None:
        return saying.value_words(row.entry, row.asked)
    known = [entry for entry in row.entries if entry.value is not None]
    if not known:
        return ""
    lowest = min(known, key=lambda entry: entry.value or 0)
    return f"最低{saying.value_words(lowest, row.asked)}"


@register.simple_tag
def entry_value(entry: ValueEntry | None, asked: Asked) -> str:
    return saying.value_words(entry, asked) if entry is not None else "—"


@register.filter
def goal_of(asked: Asked) -> str:
    return goal_words(asked.goal)


@register.filter
def source_of(entry: ValueEntry) -> str:
    return saying.source_words(entry)


@register.filter
def figure(number: object) -> str:
    """Without the zeros that the database adds."""
    return plain(number) if isinstance(number, Decimal) else str(number or "")


@register.simple_tag
def sparkline(row: Judged) -> SafeString:
    return charts.sparkline(row)


@register.simple_tag
def history_chart(row: Judged) -> SafeString:
    return charts.history_chart(row)


@register.simple_tag
def outcome_bar(counts: Sequence[tuple[Outcome, int]]) -> SafeString:
    return charts.outcome_bar(counts)
