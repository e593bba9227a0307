"""Whether a text speaks of the campaign at all: meetings, lists and summaries are worded alike for any matter."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Clauses whose tasks are worded like those of any campaign: what is organised decides whether they are meant.
GENERAL = frozenset({"government", "network", "planning", "satisfaction", "health-education"})

_TOPIC = re.compile(
    "创卫|巩卫|国卫|省卫|迎卫|爱卫|卫生|环卫|市容|环境|洁|垃圾|污水|扬尘|整治|脏乱|病媒|四害|[鼠蚊蝇蟑]|控烟|[禁无戒吸]烟|健康|健教"
    "|疾病|疾控|传染|防疫|疫情|食品|餐饮|饮用水|市场|厕|绿化|消毒|消杀|城管|门前三包|清扫|打扫|扫除|死角"
)
# Of these the paper is about, not its campaign: 社会治安综合整治, 市场营销, 净化网络环境.
_OTHER = re.compile("治安[^，。]{0,4}整治|营销|招商|网络环境|投资环境|经济环境|发展环境|营商|心理健康|市场经济|市场化")


def is_elsewhere(paper: str, section: Sequence[str], *texts: str) -> bool:
    """Whether a paper is of another matter, and neither the headings nor the texts speak of the campaign."""
    return bool(paper) and not any(is_topical(text) for text in (paper, *section, *texts))


def is_topical(text: str) -> bool:
    """Whether hygiene, health or the look of the town is spoken of."""
    return bool(_TOPIC.search(_OTHER.sub("", text)))
