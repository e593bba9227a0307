"""Words of this room for its templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from weicheng.judgement.titles.authority_schema import Outcome, Stage
from weicheng.judgement.titles.selectors.bids import RailStop
from weicheng.judgement.titles.selectors.countdown import LedgerOpen

register = template.Library()


@register.filter
def days_words(days: int | None) -> str:
    """还有40天, 今天, 已过3天; nothing for None."""
    if days is None:
        return ""
    if days < 0:
        return f"已过{-days}天"
    return f"还有{days}天" if days else "就是今天"


@register.filter
def stage_name(stages: Mapping[str, Stage], key: str) -> str:
    """The name of a stage; its key where the measure has it no more."""
    found = stages.get(key)
    return found.name if found else key


@register.filter
def has_aside(stops: Iterable[RailStop]) -> bool:
    return any(stop.state == "aside" for stop in stops)


@register.filter
def gives_title(outcomes: Iterable[Outcome]) -> bool:
    """Whether one of the outcomes begins a term."""
    return any(one.effect in ("grant", "confirm") for one in outcomes)


@register.filter
def done_percent(ledger: LedgerOpen) -> int:
    return 100 * ledger.done // ledger.total if ledger.total else 100


@register.filter
def as_list(value: Any) -> list[Any]:
    return [value]
