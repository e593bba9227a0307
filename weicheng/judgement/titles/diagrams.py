"""docs/reference/title-stages.md: every measure as a table and a diagram, made from the data (tests hold it up to date)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from weicheng.judgement.titles.authority import authorities, rule_words
from weicheng.judgement.titles.authority_schema import Authority, Basis

PAGE = Path("docs/reference/title-stages.md")
HEAD = """# 称号申报的阶段

这一页由程序生成（`python -m weicheng.judgement.titles.diagrams > docs/reference/title-stages.md`），不要手改；测试会核对它是不是最新。
数据在 `weicheng/judgement/titles/authorities/*.yaml`。“待核”是没有对照原文核实的，“自拟”是本系统自己的设计。
"""
ENDS = {"won": "办结", "lost": "终止"}


def document() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for one in authorities().values() for line in _section(one))])


def _section(measure: Authority) -> Iterator[str]:
    yield f"## {measure.name}\n"
    yield f"`{measure.key}`。{measure.note}\n"
    yield f"来源：{_basis(measure.paper_basis)}。称号期限：{_years(measure.term_years)}（{_basis(measure.term_basis)}）。\n"
    if measure.conditions:
        yield "前提条件：\n"
        for condition in measure.conditions:
            least = f"，不低于{condition.at_least:g}{condition.unit}" if condition.at_least is not None else ""
            yield f"- {condition.name}{least}，“{measure.stages[condition.before].name}”前要满足（{_basis(condition.basis)}）"
        yield ""
    yield "```mermaid"
    yield from _diagram(measure)
    yield "```\n"
    yield "| 阶段 | 谁办 | 时限 | 来源 |"
    yield "|---|---|---|---|"
    for stage in measure.stages.values():
        due = rule_words(stage.due) if stage.due else ""
        least = f"不少于{rule_words(stage.least)}" if stage.least else ""
        yield f"| {stage.name} | {stage.who} | {'，'.join(filter(None, (due, least))) or '—'} | {_basis(stage.basis)} |"
    yield ""


def _diagram(measure: Authority) -> Iterator[str]:
    yield "stateDiagram-v2"
    for stage in measure.stages.values():
        yield f'    state "{stage.name}" as {stage.key}'
    for first in dict.fromkeys(measure.starts.values()):
        yield f"    [*] --> {first}"
    for stage in measure.stages.values():
        for one in stage.outcomes:
            yield f"    {stage.key} --> {one.to or '[*]'}: {one.name}{f'（{ENDS[one.ends]}）' if one.ends else ''}"


def _basis(basis: Basis) -> str:
    if basis.is_own:
        return "自拟"
    return f"{'待核，' if basis.is_unverified else ''}{basis.source}"


def _years(number: int | None) -> str:
    return f"{number}年" if number else "由命名机关定"


if __name__ == "__main__":
    sys.stdout.write(document())
