"""What sort of paper lies there: a plan that orders, a report that tells, a speech. The row model reads clauses in this light.

The title says it by its last word (关于…方案落实情况的报告 is a report), the opening where the title does not.
"""

import re

SORTS: dict[str, str] = {
    "speech": "交流发言 典型发言 经验发言 汇报发言 讲话 主持词 发言 致辞 表态 演讲 发言稿 讲话稿 主持稿 讲话提纲 倡议书 公开信 慰问信",
    "report": "交流发言 交流材料 典型发言 经验发言 汇报发言 汇报 总结 报告 述职 经验 交流 简报 小结 申报 自评 调研 信息 纪实 侧记 答复 心得 体会 回顾 情况说明 典型材料",
    "plan": "方案 意见 通知 计划 细则 制度 规定 办法 分工 分解 要点 安排 打算 预案 责任书 职责 公约 守则",
}
_WORDS = {sort: frozenset(words.split()) for sort, words in SORTS.items()}
_WORD = re.compile("|".join(sorted(frozenset().union(*_WORDS.values()), key=len, reverse=True)))
_QUOTED = re.compile(r"《[^《》]*》")
_JOINS = ("及", "和", "与", "暨", "、")
_LONGEST, _LINES = 50, 6
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]+、|\d+[、.])")
_TELLS = re.compile(
    r"(?:情况|总结|汇报|做法|体会)[^。\n]{0,12}如下|(?:汇报|总结|报告|交流)如下|作.{0,6}(?:汇报|交流|总结)"
)
_ORDERS = re.compile(
    r"制[定订](?:如下|本|以下)|提出如下|(?:通知|安排|要求)如下|(?:制[定订]|印发).{0,12}(?:方案|办法|计划|细则)[。:]"
)
_OPENING = 500


def sorts_of(text: str) -> tuple[str, ...]:
    """The sorts that title and opening of a paper (folded) name, in the order of SORTS; empty where they name none."""
    found: set[str] = set()
    for line in _title_lines(text):
        found |= _named(line)
    if not found:
        opening = text[:_OPENING]
        found = {sort for sort, sign in (("report", _TELLS), ("plan", _ORDERS)) if sign.search(opening)}
    return tuple(sort for sort in SORTS if sort in found)


def _title_lines(text: str) -> list[str]:
    """The lines at the top that may be the title: short, before the addressee and the first sentence."""
    lines: list[str] = []
    for line in text[:_OPENING].split("\n")[:_LINES]:
        line = line.strip()
        if len(line) > _LONGEST or "。" in line or _NUMBERED.match(line):
            break
        if line.endswith(":"):
            if lines:
                break
            continue
        lines.append(line)
    return lines


def _named(line: str) -> set[str]:
    """The sort by the last word of a title, and any that a joining word adds to it."""
    hits = list(_WORD.finditer(_QUOTED.sub("", line)))
    if not hits:
        return set()
    plain = hits[-1].string
    joined = [hit for hit in hits[:-1] if plain.startswith(_JOINS, hit.end())]
    said = {hit.group() for hit in (*joined, hits[-1])}
    return {sort for sort, words in _WORDS.items() if not words.isdisjoint(said)}
