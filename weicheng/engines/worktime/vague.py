"""Expressions that a person must make definite: before an inspection, in spring, 定期, 尽快."""

import re
from datetime import date

from weicheng.engines.worktime import lexicon
from weicheng.engines.worktime.model import Found

_SEASON_AT = re.compile(rf"(?:{lexicon.SEASONS})(?:期间|来临之?前|到来之?前|之?前|前夕)?(?!节约|装)")
_EVENT_AT = re.compile(
    rf"(?:{lexicon.EVENTS})(?:组|团|专家组|工作|期|日|活动)?(?:到来|来临|进驻|开始|召开|结束)?(?:之前|以前|前夕|前)(?![后期往来列沿景提])"
)
_VAGUE_AT = re.compile(r"(?P<regular>不定期|定期|每阶段|按时段|节假日)|(?P<soon>尽快|尽早|近期内?|适时|限期)")


def read_vague(text: str, at: int, _base: date | None) -> Found | None:
    """A reading without a date, with the reason."""
    found = _EVENT_AT.match(text, at)
    if found:
        return Found(at, found.end(), "event", doubt=f"“{found.group()}”是哪一天，文中没有说")
    found = _SEASON_AT.match(text, at)
    if found:
        kind = "event" if found.group().endswith(("前", "前夕")) else "season"
        return Found(at, found.end(), kind, doubt=f"“{found.group()}”不是确定的日期")
    found = _VAGUE_AT.match(text, at)
    if found and not (at and text[at - 1] in "规约指特限假" and found["regular"]):
        reason = "没有说多久一次" if found["regular"] else "没有说到哪一天为止"
        return Found(at, found.end(), "vague", doubt=f"原文只说“{found.group()}”，{reason}")
    return None
