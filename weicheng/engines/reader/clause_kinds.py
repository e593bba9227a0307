"""What a clause does, by a small grammar: lead-in, time, owner, verb, end. One kind for each clause.

The kinds are coarse on purpose: the row model weighs them with their neighbours, the section and the sort of paper. Words
are looked up by slices and costly patterns are asked only where one of their characters is present: a city's paper has ten
thousand clauses.
"""

import re
from dataclasses import dataclass
from functools import cache

from weicheng.engines.reader.clause_words import ABSTRACT, ACTIONS, LEADIN, OFFICE_ENDS, VERBS
from weicheng.engines.reader.lexicon import (
    ATTITUDES,
    ITSELF,
    OFTEN,
    POSTED,
    RATED,
    SPOKEN,
    STATED,
    TOLD,
    clause_words,
    signs_of,
)  # fmt: skip
from weicheng.engines.reader.word_lists import as_bytes

_VERB_OF = {word: name for name, words in reversed(VERBS.items()) for word in words.split()}
_LEAD = frozenset(LEADIN.split())
_KNOWN = _VERB_OF.keys() | _LEAD
_FIRST = frozenset(word[0] for word in _KNOWN)
_LENGTHS = {first: tuple(sorted({len(word) for word in _KNOWN if word[0] == first}, reverse=True)) for first in _FIRST}
_ACT_WORDS = frozenset(word for words in ACTIONS.values() for word in words.split() if len(word) > 1)
_ACT_AT = re.compile("|".join(word for size in (2, 4, 3) for word in sorted(_ACT_WORDS) if len(word) == size))
_ABSTRACT = frozenset(ABSTRACT.split())
# what an office ends with before a verb or a bracket
_OFFICE = re.compile(f"[{''.join(sorted(OFFICE_ENDS))}](?=[({''.join(sorted(_FIRST))}])")
_OWNER_VERBS = frozenset(("forbid", "result", "soft", "ba", *ACTIONS))
_MODALS = frozenset("要应须必不由全及集统严分均实禁")

_TIME = re.compile(
    r"(?:从|自|于|在|到|至)?(?:(?:20\d\d|二[〇零○]..)年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|底|初|中旬?|上旬|下旬|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}[日号])?"
    r"(?:[^,。;]{0,14}?(?:前|之前|以前|起|止|内|间|开始))?[,]?|20\d\d年(?:底|初|内)?(?:前|之前)?|今年|年内|年底前?|近期|本周内|上半年|下半年|期间"
)
_TIME_STARTS = frozenset("从自于在到至0123456789二一三四五六七八九十今年近本上下期")
_ONLY = frozenset(["同时", "因此", "目前", "其中", "总之", "另外", "此外", "首先", "为此", "最后", "一方面"])
_PAST = re.compile(
    r"(?<![为除])了(?!解|如指掌|[一二两三]|各|的|$)|(?:成立|制定|进行|开展|取得|得到|召开|下发|形成|完成|建立|规范|清除|签订|做到)了|^(?:已|先后|目前|近年来|近几年|去年"
    r"|过去|刚才|截至|曾|今年以来)|已经|以来$|取得.{0,6}(?:成绩|成效)|情况如下|累计|共计"
)
_RATE = re.compile(
    r"率.{0,8}(?:\d|百分|达|以上|标准|要求)|[≥≤%]|不低于|不少于|不超过|以上$|达到.{0,12}标准|\d+(?:小时|分钟|米|厘米)"
)
_STATE = re.compile(
    r"整洁|整齐|有序|干净|畅通|完好|清洁$|美观|规范$|良好|齐全|达标$|几净|明净|洁净|明亮|无[^论所数限]|不留|不乱|日产日清|到位$|健全$|完善$|符合|完整|定点|密闭|合格|随脏随|持证"
    r"|有专人|落实$|上墙|覆盖"
)
_COND = re.compile(
    r"^(?:凡|对于?|如|若|在).{2,60}的$|的(?:单位|个人|部门|人员|班级|科室|街道|村|社区)$|^(?:凡是?|一经|如有|若)"
)
_PHASE = re.compile(
    r"(?:阶段|步骤|时期|发动|实施|总结|验收|运用|表彰|整治|迎检|提高|部署).{0,4}[(].{0,6}\d.{0,24}[)]|^\d+月.{0,20}为.{2,10}阶段"
)
_SELF = re.compile(
    r"(?:特|现|结合.{0,8})?(?:制[定订]|提出|拟定).{0,4}(?:本|如下|以下)|(?:如下|以下)$|^现将|印发给你们|遵照执行|^特此"
)
_SAY = re.compile(
    r"我.{0,4}(?:讲|谈|强调|代表|完全|就)|请.{1,24}(?:发言|讲话|宣读)$|^请.{2,20}$|发言|会议.{0,6}(?:议程|目的|任务)|指出|认为|表明|大家(?:欢迎|都知道)|谢谢|各位|同志们|汇报"
)
_ROSTER = re.compile(
    r"(?:任|为|兼任?).{0,6}(?:组长|成员|主任|指挥长?|组员|主席|负责人)$|^(?:副?组长|成员|总?指挥|办公室主任)[:为由]?"
)
_LABEL = re.compile(r"^\(?(?:牵头|责任|配合|协办|主办|督办|完成|整改)?(?:单位|部门|领导|人|时限|科室)[:,(]")
_OFTEN_AT = re.compile(
    r"每(?:[一二两三半]?个?)(?:天|日|周|月|季|年|学期|班|旬|餐|次)|一日.次|一餐一|一用一|随脏随|定期|定时|轮流"
)
_LATER = re.compile(
    "开展|进行|做好|制定|召开|组织|落实|建立|整治|宣传|清理|检查|完成|举办|设置|加强|加以|予以|追究|整改|搞好|抓好|建设|创建|给予"
)
_MEANS_END = re.compile(
    r"(?:要求|标准|原则|方式|形式|精神|方针|契机|目标|指导|重点|抓手|载体|主题|主线|基础上|同时|部署|工作|规定|目的)$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """``kind`` of a clause, the class of its verb, whether it names an owner, whether its end is abstract.

    There is one Shape of each sort (see ``_shape``): they are compared as objects.
    """

    kind: str
    verb: str
    owned: bool
    abstract: bool


_shape = cache(Shape)


def shape_of(piece: str, signs: int | None = None) -> Shape:
    """The shape of one clause (text without its list mark and separator); ``signs`` of its words where the caller knows them."""
    if signs is None:
        signs = signs_of(clause_words().iter(as_bytes(piece)))
    verb, owned = _verb(piece, 0, True), False
    if verb is None or verb == "report":
        other = _owned_verb(piece)
        if other is not None:
            owned, verb = True, other
    abstract = piece[-2:] in _ABSTRACT
    return _shape(_kind(piece, verb, owned, abstract, signs), verb or "-", owned, abstract)


def _verb(piece: str, position: int, timed: bool) -> str | None:
    """Class of the verb at ``position``, past adverbs and, if ``timed``, past one time expression."""
    fallback: str | None = None
    size = len(piece)
    while position < size:
        character = piece[position]
        if character in _FIRST:
            for length in _LENGTHS[character]:
                word = piece[position : position + length]
                if word in _KNOWN and len(word) == length:
                    break
            else:
                word = ""
            if word in _LEAD:
                position += len(word)
                continue
            if word in ("负责", "牵头"):
                fallback = "hold"
                position += 2
                continue
            if word and not (word == "在" and timed and _TIME.match(piece, position)):
                return _VERB_OF[word]
        if timed and character in _TIME_STARTS:
            timed = False
            found = _TIME.match(piece, position)
            if found is not None:
                position = found.end()
                continue
        return fallback
    return fallback


def _owned_verb(piece: str) -> str | None:
    """Class of the verb after a subject that ends like an office, a post or a group of people."""
    for found in _OFFICE.finditer(piece, 1, 28):
        position = found.end()
        if piece[position] == "(":
            position = piece.find(")", position) + 1 or len(piece)
        if position < len(piece) and piece[position] in _FIRST:
            verb = _verb(piece, position, False)
            if verb in _OWNER_VERBS:
                return verb
    return None


def _kind(piece: str, verb: str | None, owned: bool, abstract: bool, signs: int) -> str:
    if ("(" in piece or "阶段" in piece) and _PHASE.search(piece):
        return "phase"
    if signs & ITSELF and _SELF.search(piece):
        return "selfref"
    if signs & TOLD and _PAST.search(piece):
        return "past"
    if verb == "copula":
        return "copula"
    if verb == "forbid":
        return "forbid"
    if ("的" in piece or piece[0] in "凡一如若") and _COND.search(piece):
        return "cond"
    if verb == "punish" or verb == "reward":
        return verb
    if verb == "means":
        return "meansact" if _LATER.search(piece, 3) and not _MEANS_END.search(piece) else "means"
    if signs & ATTITUDES:
        return "attitude"
    if signs & RATED and _RATE.search(piece):
        return "target"
    if verb == "result":
        return "resultabs" if abstract else "result"
    if verb == "soft":
        return "softabs" if abstract else "soft"
    if verb is None:
        return _verbless(piece, signs)
    if verb == "ba":
        return "ba"
    if (verb == "hold" or verb == "clean") and not owned and signs & STATED and _STATE.search(piece):
        return "actstate"
    return "actabs" if abstract else "act"


def _verbless(piece: str, signs: int) -> str:
    """The kind of a clause that does not begin with a verb or with an owner and a verb."""
    if (":" in piece or "(" in piece) and _LABEL.match(piece):
        return "label"
    if signs & POSTED and _ROSTER.search(piece):
        return "roster"
    if signs & SPOKEN and _SAY.search(piece):
        return "say"
    if signs & STATED and _STATE.search(piece):
        return "state"
    if piece in _ONLY or (piece[0] in _TIME_STARTS and _TIME.fullmatch(piece)):
        return "time"
    if signs & OFTEN and _OFTEN_AT.search(piece):
        return "often"
    first, last = _acts(piece)
    if first >= 0:
        modal = next((i for i, c in enumerate(piece) if c in _MODALS), -1)
        if 0 <= modal < first <= modal + 12:
            return "late"
        if len(piece) < 5:
            return "short"
        return "latest" if last > len(piece) - 2 else "later"
    return "short" if len(piece) < 5 else "nominal"


def _acts(piece: str) -> tuple[int, int]:
    """Where the first action word starts and ends; (-1, -1) when there is none."""
    found = _ACT_AT.search(piece)
    return found.span() if found else (-1, -1)
