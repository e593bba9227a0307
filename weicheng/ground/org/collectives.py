"""Words that mean many units at once: 各单位, 各镇办, 各社区. A grammar of the parts, not a list of the phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from weicheng.engines.reader.unit_names import kind_of
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.models import Unit
from weicheng.ground.org.naming import clean

_VAGUE = "没有说清是哪些单位，请选定"
_HEAD = re.compile(
    r"^(?:各级|各有关|各相关|各涉及|各|每个|每一个|全体|所有|其他各?|其它各?|辖区内?各?|属地|全[区县市镇乡办]各?|基层各?|机关各?|[区县市镇](?:直|级|属)(?:机关)?各?)+"
)
_VAGUE_HEAD = re.compile(r"有关|相关|涉及|其他|其它|部分|责任|牵头|配合|职能|主管|参与|参加|属地")
_VAGUE_BODY = re.compile(
    r"^(?:有关|相关|责任|牵头|配合|职能|主管|参与|参加|业务|协办|承办|主办|行业)+(?=单位|部门|镇|乡|街|社区|村|企业|科室|股室)"
)
_BODY_TAIL = re.compile(r"(?:等|的|及其|主要)+$")
_GOVERNMENT = re.compile(r"(?:人民)?(?:党委)?政府|党工委|党委|机关|主要")

_DEPARTMENTS = (UnitKind.DEPARTMENT,)
_BROAD = (UnitKind.DEPARTMENT, UnitKind.TOWNSHIP, UnitKind.ENTERPRISE)
# word -> (kinds, what the name must end with or hold; () = all of the kind)
_WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "乡镇街道": ((UnitKind.TOWNSHIP,), ()),
    "街道办事处": ((UnitKind.TOWNSHIP,), ("街道",)),
    "街道办": ((UnitKind.TOWNSHIP,), ("街道",)),
    "街道": ((UnitKind.TOWNSHIP,), ("街道",)),
    "办事处": ((UnitKind.TOWNSHIP,), ("街道", "办事处")),
    "街办": ((UnitKind.TOWNSHIP,), ("街道",)),
    "街": ((UnitKind.TOWNSHIP,), ("街道",)),
    "乡": ((UnitKind.TOWNSHIP,), ("乡",)),
    "镇": ((UnitKind.TOWNSHIP,), ("镇",)),
    "办": ((UnitKind.TOWNSHIP,), ("街道", "办事处")),
    "社区居委会": ((UnitKind.COMMUNITY,), ("社区", "居委会", "居民委员会")),
    "社区": ((UnitKind.COMMUNITY,), ("社区", "居委会", "居民委员会")),
    "居委会": ((UnitKind.COMMUNITY,), ("社区", "居委会", "居民委员会")),
    "居": ((UnitKind.COMMUNITY,), ("社区", "居委会", "居民委员会")),
    "村委会": ((UnitKind.COMMUNITY,), ("村", "村委会", "村民委员会")),
    "行政村": ((UnitKind.COMMUNITY,), ("村", "村委会", "村民委员会")),
    "村": ((UnitKind.COMMUNITY,), ("村", "村委会", "村民委员会")),
    "村居": ((UnitKind.COMMUNITY,), ()),
    "成员单位": ((), ()),
    "部门单位": (_BROAD, ()),
    "机关单位": ((UnitKind.PARTY_GOV, UnitKind.DEPARTMENT), ()),
    "企事业单位": ((UnitKind.ENTERPRISE,), ()),
    "事业单位": ((UnitKind.ENTERPRISE,), ()),
    "单位": (_BROAD, ()),
    "部门": (_DEPARTMENTS, ()),
    "委办局": (_DEPARTMENTS, ()),
    "局委办": (_DEPARTMENTS, ()),
    "局": (_DEPARTMENTS, ("局",)),
    "中小学校": ((UnitKind.ENTERPRISE,), ("学校", "中学", "小学")),
    "中小学": ((UnitKind.ENTERPRISE,), ("学校", "中学", "小学")),
    "学校": ((UnitKind.ENTERPRISE,), ("学校", "中学", "小学", "学院", "大学", "高中", "初中")),
    "幼儿园": ((UnitKind.ENTERPRISE,), ("幼儿园",)),
    "医疗卫生机构": ((UnitKind.ENTERPRISE,), ("医院", "卫生院", "社区卫生服务中心", "保健院")),
    "医疗机构": ((UnitKind.ENTERPRISE,), ("医院", "卫生院", "社区卫生服务中心", "保健院")),
    "医院": ((UnitKind.ENTERPRISE,), ("医院", "保健院")),
    "卫生院": ((UnitKind.ENTERPRISE,), ("卫生院",)),
    "企业": ((UnitKind.ENTERPRISE,), ("公司", "厂", "集团", "企业")),
    "公司": ((UnitKind.ENTERPRISE,), ("公司",)),
    "银行": ((UnitKind.ENTERPRISE,), ("银行", "支行", "分行")),
    "科室": ((UnitKind.OFFICE,), ()),
    "股室": ((UnitKind.OFFICE,), ()),
    "部室": ((UnitKind.OFFICE,), ()),
    "处室": ((UnitKind.OFFICE,), ()),
    "股": ((UnitKind.OFFICE,), ("股",)),
    "室": ((UnitKind.OFFICE,), ("室",)),
    "科": ((UnitKind.OFFICE,), ("科",)),
    "站": ((UnitKind.OFFICE,), ("站",)),
    "所": ((UnitKind.OFFICE,), ("所",)),
    "队": ((UnitKind.OFFICE,), ("队",)),
    "办公室": ((UnitKind.OFFICE,), ("办公室", "室")),
}
_WORD = re.compile("|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)))
# Without 各 these still mean all of a kind; a bare 单位 or 办公室 does not.
_BARE = {
    "街道办事处",
    "街道办",
    "办事处",
    "乡镇",
    "镇街",
    "镇办",
    "街办",
    "乡镇街道",
    "村居",
    "社区居委会",
    "社区",
    "行政村",
    "村",
    "街道",
    "村委会",
    "居委会",
    "成员单位",
}
_ENDING_MARKS = ("人民政府", "政府")


@dataclass(frozen=True, slots=True)
class Collective:
    """Which units a word means: those of ``kinds`` ({kind: endings of the name, () = all}) or the group's members."""

    kinds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    members: bool = False
    doubt: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "kinds": {kind: list(ends) for kind, ends in self.kinds.items()},
            "members": self.members,
            "doubt": self.doubt,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Collective:
        """Also reads the short form {"kinds": ["township"]}."""
        kinds = value.get("kinds") or {}
        if not isinstance(kinds, dict):
            kinds = dict.fromkeys(kinds, ())
        ends = {kind: tuple(of_kind) for kind, of_kind in kinds.items()}
        return cls(ends, bool(value.get("members")), str(value.get("doubt", "")))

    def expand(self, units: Iterable[Unit], member_ids: frozenset[int] = frozenset()) -> list[Unit]:
        """The units that the word means, in the order given; a vague word means none until a person has chosen."""
        if self.doubt:
            return []
        if self.members:
            return [unit for unit in units if unit.pk in member_ids]
        return [unit for unit in units if unit.kind in self.kinds and _fits(unit, self.kinds[unit.kind])]


def _fits(unit: Unit, endings: tuple[str, ...]) -> bool:
    if not endings:
        return True
    # A name may carry more behind the word: 河湾镇人民政府, 北苑街道办事处, 第一中学（初中部）.
    return any(
        end in name if len(end) > 1 else _ends(name, end)
        for name in (unit.name, unit.short_name)
        if name
        for end in endings
    )


def _ends(name: str, end: str) -> bool:
    for mark in _ENDING_MARKS:
        name = name.removesuffix(mark)
    return name.endswith(end)


def read_collective(text: str) -> Collective | None:
    """Read 各镇办, 区直各部门, 各有关单位 …; None for what is no collective."""
    whole = re.sub(r"[（）、和与及/／]", "", clean(text))
    head = _HEAD.match(whole)
    body = _BODY_TAIL.sub("", whole[head.end() :] if head else whole)
    vague = bool(head and _VAGUE_HEAD.search(head.group())) or bool(_VAGUE_BODY.match(body))
    body = _GOVERNMENT.sub("", _VAGUE_BODY.sub("", body)) or body
    words = _words_of(body)
    if not words:
        return _unknown(clean(text))
    if not head and body not in _BARE and not _is_local_pair(words) and not vague:
        return None
    if words == ["成员单位"]:
        return Collective(members=True, doubt=_VAGUE if vague else "")
    doubt = _VAGUE if vague else ("" if head else "没有写“各”，可能只指其中一部分")
    return Collective(_kinds_of(words), doubt=doubt if vague else "")


def _unknown(text: str) -> Collective | None:
    """各窗口单位, 各住户: many of a sort that is not registered; a person says who is meant."""
    return (
        Collective(doubt=_VAGUE)
        if re.match("各|每个|全体|所有|基层各", text) and kind_of(text) == "collective"
        else None
    )


def _is_local_pair(words: list[str]) -> bool:
    """镇街道, 街道社区: two kinds of local bodies in one word mean all of them, without 各."""
    local = {UnitKind.TOWNSHIP, UnitKind.COMMUNITY}
    return len(words) > 1 and all(_WORDS[word][0] and set(_WORDS[word][0]) <= local for word in words)


def _words_of(body: str) -> list[str]:
    """The words of which the whole body consists; [] if something is left over."""
    words, here = [], 0
    while here < len(body):
        found = _WORD.match(body, here)
        if not found:
            return []
        words.append(found.group())
        here = found.end()
    return words


def _kinds_of(words: list[str]) -> dict[str, tuple[str, ...]]:
    kinds: dict[str, tuple[str, ...]] = {}
    for word in words:
        for kind in _WORDS[word][0]:
            ends = _WORDS[word][1]
            kinds[kind] = () if not ends or kinds.get(kind) == () else (*kinds.get(kind, ()), *ends)
    return kinds
