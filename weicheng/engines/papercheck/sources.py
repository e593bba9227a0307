"""Where the numbers and figures of the clauses were read. The standard itself is not in this repository: these are public pages that
reprint or retell it, read in November 2026; every clause here was found in at least one of them under this number and with
these figures. Two of them (Q1, Q2) agree on the whole list of clauses."""

from __future__ import annotations

from collections.abc import Mapping

# Code -> (what it holds, where).
SOURCES: Mapping[str, tuple[str, str]] = {
    "Q1": ("标准目次全文", "https://www.xinyuwenchuang.cn/doc/92335.html"),
    "Q2": (
        "逐条矩阵：条号、规则、数值",
        "https://github.com/mizzlelover/gongwen-gbt9704-skill/blob/main/references/gbt9704-audit-matrix.md",
    ),
    "Q3": ("用纸、版面、版头前三项的条文（另编了号）", "https://www.xiaomilidoc.com/p-10407509.html"),
    "Q4": ("版头各要素", "https://lunwenchang.cn/html/articles/1597.html"),
    "Q5": ("标题、正文、附件说明", "https://zhshwenwen.com/answer/377122.html"),
    "Q6": ("附件说明、附件", "http://www.gdtujun.com/news/cai-abdzwabeddzaewbzden.htm"),
    "Q7": ("署名、成文日期、附注，带条号", "https://zkxblog.com/lab/read-8323663.html"),
    "Q8": ("抄送机关", "https://360docs.net/doc/0d11996777.html"),
    "Q9": ("页码，带条号", "https://www.baiwen17.com/life/261142.html"),
    "Q10": ("信函格式", "https://beidanyezhu.com/a/3629.html"),
    "Q11": ("纪要格式", "https://hanzi.aimcx.com/artinfo-85039.html"),
}
# Clause -> the sources that have its number and its figures.
_READ: Mapping[str, tuple[str, ...]] = {
    "5.1": ("Q1", "Q2", "Q3"), "5.2.1": ("Q1", "Q2", "Q3"), "5.2.2": ("Q1", "Q2", "Q3"), "5.2.3": ("Q1", "Q2", "Q3"),
    "5.2.4": ("Q1", "Q2", "Q3"),
    "7.2.1": ("Q2", "Q3", "Q4"), "7.2.3": ("Q2", "Q3", "Q4"), "7.2.4": ("Q2", "Q4"), "7.2.5": ("Q2", "Q4"),
    "7.2.6": ("Q2", "Q4"), "7.2.7": ("Q2", "Q4"),
    "7.3.1": ("Q2", "Q5"), "7.3.2": ("Q1", "Q2"), "7.3.3": ("Q2", "Q5"), "7.3.4": ("Q2", "Q5", "Q6"), "7.3.5": ("Q1", "Q2"),
    "7.3.5.1": ("Q2", "Q7"), "7.3.5.4": ("Q1", "Q2", "Q7"), "7.3.6": ("Q2", "Q7"), "7.3.7": ("Q2", "Q6"),
    "7.4.1": ("Q1", "Q2"), "7.4.2": ("Q2", "Q8"), "7.4.3": ("Q1", "Q2"), "7.5": ("Q2", "Q9"), "9": ("Q1", "Q2"),
    "10.1": ("Q2", "Q10"), "10.3": ("Q2", "Q11"),
}  # fmt: skip


def sources_of(place: str) -> tuple[str, ...]:
    """The codes of the pages in which a clause was read; none for one that was not."""
    return _READ.get(place, ())
