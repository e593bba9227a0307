"""Figures on pages: the shown value, with the mark 待核 wherever nobody has confirmed it."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from weicheng.ground.standards import saying, sources
from weicheng.ground.standards.choices import Confidence
from weicheng.ground.ui.templatetags.ui import icon

register = template.Library()

register.filter("target_words", saying.target_words)
register.filter("sample_words", saying.sample_words)
register.filter("population_words", saying.population_words)
register.filter("source_words", sources.source_words)
register.filter("position_words", sources.position_words)


@register.filter
def plain(number: Any) -> str:
    return "" if number is None else saying.plain(number)


@register.simple_tag
def limit_words(limit: Any, figure: Any) -> str:
    return saying.limit_words(limit, figure)


@register.simple_tag
def mark(figure: Any) -> SafeString:
    """待核 with the reason in its title; 已核定 where the office laid something over; nothing for what was seen."""
    if figure.verification is not None:
        said = figure.verification
        title = f"{said.by}核定，依据：{said.source}"
        if figure.is_corrected:
            title += f"；库中原值：{saying.value_words(figure.field, figure.printed) or '无'}"
        word = "已更正" if figure.is_corrected else "已核定"
        return format_html('<span class="wc-std-sure" title="{}">{}{}</span>', title, icon("circle-check"), word)
    if figure.is_confirmed:
        return SafeString("")
    title = f"没有对照正式文本核过（{Confidence(figure.confidence).label}），不能当作事实"
    return format_html('<span class="wc-unverified" title="{}">{}待核</span>', title, icon("help-circle"))


@register.simple_tag
def said_value(verification: Any) -> str:
    """What was verified, in words."""
    return saying.value_words(verification.field, verification.value)


@register.simple_tag
def printed_value(verification: Any) -> str:
    return saying.value_words(verification.field, verification.printed)


@register.simple_tag
def verify_url(edition: Any, figure: Any) -> str:
    asked = urlencode({"subject": figure.subject, "key": figure.key, "field": figure.field})
    return f"{reverse('standards:verify', args=[edition.pk])}?{asked}"
