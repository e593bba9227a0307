"""Tags of the interface, loaded in every template. Components with more markup live in templates/ui/."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from weicheng.ground.ui.status import STATUS

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; silent for screen readers unless ``label`` is given."""
    sprite = static("vendor/icons.svg")
    if label:
        return format_html(
            '<svg class="wc-icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite, name
        )
    return format_html('<svg class="wc-icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


@register.simple_tag
def status_chip(code: str, word: str = "") -> SafeString:
    """Icon and word of a task status; the colour is never the only sign."""
    status = STATUS[code]
    return format_html('<span class="wc-chip wc-{}">{}{}</span>', code, icon(status.icon), word or status.word)


@register.simple_tag
def bar(percent: float, plan: float | None = None) -> SafeString:
    """How much, not how well: always the brand. The tick is where the plan says today should be."""
    tick = format_html('<i style="left:{}%"></i>', round(plan)) if plan else ""
    return format_html(
        '<span class="wc-bar"><span style="width:{}%"></span>{}</span>', round(min(100, max(0, percent))), tick
    )


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """``mapping|get:key``: a lookup by a variable key; nothing if it is missing."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The query string of this page with some parameters changed (None or "" removes one); paging starts anew."""
    params = context["request"].GET.copy()
    if "page" not in changes:
        params.pop("page", None)
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = value
    return "?" + params.urlencode()
