"""Words of rows and tasks: rhythm, quantities, due dates."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from weicheng.engines.worktime.describe import describe_rule
from weicheng.work.plans import row_values
from weicheng.work.plans.choices import Category
from weicheng.work.plans.paper_sheet import Piece

register = template.Library()
register.filter("quantities", row_values.quantities_text)
register.filter("quota", row_values.quota_text)
register.filter("number", row_values.number_text)


@register.filter
def rule(rrule: str) -> str:
    """FREQ=WEEKLY;BYDAY=FR -> 每周五; what is no rule (typed, and just refused) as it stands."""
    try:
        return describe_rule(rrule) if rrule else ""
    except (ValueError, KeyError):
        return rrule


@register.filter
def due_span(row: Any) -> str:
    """The due day as the list has it; before it the first day, in the same spelling, its year left out where both have one."""
    due, start = row.due_on, row.start_on
    if due is None:
        return ""
    year = "" if start and start.year == due.year else f"{due.year}-"
    begins = f"{start.year}-{start.month}-{start.day}至" if start else ""
    return f"{begins}{year}{due.month}-{due.day}"


_MARK = '<mark class="t{}" data-mark="{}" data-o="{}">{}</mark>'
_RUN = '<span data-o="{}">{}</span>'


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """Runs of the paper with their offset, the sentences of rows as marks. No template for each: a paper has thousands."""
    return mark_safe(  # each is made by format_html
        "".join(
            format_html(_RUN, piece.offset, piece.text)
            if piece.row is None
            else format_html(
                _MARK,
                " ask" if getattr(piece.row, "state", "") == "open" else "",
                piece.row.pk,
                piece.offset,
                piece.text,
            )
            for piece in pieces
        )
    )


_BARE = (
    '<article class="line g {state}" id="row-{pk}" data-row="{pk}" data-version="{version}" data-state="{state}"'
    ' data-start="{start}" data-assigned="{assigned}" data-flags="{flags}" data-bare tabindex="-1"'
    ' aria-label="第{number}行 {title}"><span class="no"><input type="checkbox" class="wc-tick" data-pick'
    ' aria-label="选第{number}行">{number}</span><button type="button" class="title wc-cut" data-edit>{title}</button>'
    "</article>"
)


@register.filter
def row_title(row: Any) -> SafeString:
    """A row of a long paper with all that choosing, filtering and finding need; what else it says comes as it scrolls in."""
    return format_html(
        _BARE,
        pk=row.pk,
        version=row.version,
        state=row.state,
        start=row.start,
        assigned=row.assigned_to_id or "",
        flags=" ".join(flag.code for flag in row.flags),
        number=row.number,
        title=row.title,
    )


@register.filter
def category(code: str) -> str:
    return str(Category(code).label)


@register.filter
def percent(part: float, whole: float) -> int:
    return round(100 * part / whole) if whole else 0


@register.filter
def rhythm(row: Any) -> str:
    """The rhythm of a row or task in words: its rule, else its quota, else the words of the paper."""
    return rule(row.rrule) or row_values.quota_text(row.quota) or row.recurrence_text


@register.filter
def short_name(person: Any) -> str:
    """The name without the unit before it: 创卫办 周某 -> 周某."""
    return str(person).rsplit(" ", 1)[-1] if person else ""
