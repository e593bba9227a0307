"""What one clause of a row has for the title: its action without owner, date, rhythm and figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from weicheng.engines.reader import title_words as words

ACTION, STATE, TARGET, CONDITION, NOTHING = "action", "state", "target", "condition", "nothing"


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Core:
    """``text`` is what may stand in a title; ``full`` is the same with its figures; ``dated`` when a date was left out."""

    kind: str
    text: str
    full: str
    dated: bool = False


_NAMES = "[\ue000-\ue0ff]"  # stand for owners
_LINK = re.compile(
    rf"^(?:由|请|各?)?{_NAMES}(?:[、和及与]{_NAMES})*(?:等(?:部门|单位)?)?(?:[(][^)]*[)])?(?:牵头负责|具体负责|共同负责|分别负责|负总责|负责(?!人|制)|牵头|配合|协助|会同|联合|共同|都|均|分别)?[,、]?"
)
_PLACE = re.compile(r"^[、和][村镇乡居组](?=每|要|应|须|负责|开展|组织)|^[村镇乡居](?=每[周月年天日季])")
_JOINED = re.compile(rf"^(?:会同|联合|配合|与)?{_NAMES}(?:[、和及与]{_NAMES})*(?:等(?:部门|单位)?)?[,、]?")
_HANDS = re.compile(
    r"^(?:将|把)(?P<object>.{2,40}?)(?:一并|一同|统一|汇总)?(?P<verb>报送|报(?![告表名])|上报|反馈|交|送|提交|抄送|移交|发送)(?:给|到|至)?(?P<to>[^,]{0,16})$"
)
_BARE_HANDS = re.compile(
    r"^(?P<object>[^,]{2,24}?(?:记录|结果|情况|名单|总结|小结|材料|资料|报告|报表|进展|信息|方案))(?:直接)?(?:书面|以书面形式)?(?P<verb>报|交|送)(?:给|到|至)?(?P<to>[^,送]{2,16})$"
)
_TO = re.compile(r"^向[^,]{2,20}?(?=报送|上报|报告|提交|反馈|汇报|填报)")
_SELL = re.compile(r"^与[^,]{1,14}?(?=签订|签定)")
_ON = re.compile(
    r"^对(?P<object>.{2,40}?)(?:进行|实行|实施|开展|予以|给予|加以)(?:了)?(?P<manner>(?:(?!进行|予以|情况).){0,8}?)(?P<verb>(?!进行|予以|情况)[一-龥]{2,4}(?:[、和][一-龥]{2,4})*)$"
)
_ON_BARE = re.compile(rf"^对(?P<object>.{{2,40}}?)(?P<verb>{words.LAST})$")
_TAKE = re.compile(
    r"^(?:将|把)(?P<object>[^,]{2,24}?)(?P<verb>清理|清除|清运|整治|修好|更换|拆除|处理|解决|落实|安排)(?:完毕|到位|干净|彻底|好)?$"
)
_CARE = re.compile(
    rf"^负责(?P<object>.{{2,24}}?)的?(?P<verb>(?:{words.LAST}|维护|管理)(?:[、和](?:{words.LAST}|维护|管理))*)(?:工作)?$"
)
_ANNOUNCED = re.compile(r"^(?:决定|定于)(?=.{4})")
_EMPTY = re.compile(
    r"^(?:全面|全部|按期|如期|务必|必须|集中|基本|同步|年内|要|统一)*(?:完成|到位|结束|落实|见效|实施|执行|清理完毕|整治到位|取得实效|见到明显成效|完毕)?(?:到位|完毕)?$"
)
_NAME = re.compile(_NAMES)
_AIMING = re.compile(r"^(?:负责|确保|保证|力争|使|要|将|实现|做到)+(?=.{4})")
_CONDITIONAL = re.compile(r"凡|对|如|若|因|被|未|连续|仍|.*[不未低差]|.*的$")
_DOING = re.compile(r"开展|进行|做好|制定|召开|组织|落实|建立|整治|宣传|清理|检查|分解|划分")
_MEASURED = re.compile(r"\d|百分之|[≥≤]|[一二三四五六七八九十]成")
_NO_TARGET = re.compile(r"^(?:开展|组织|检查|监测|对|将|把|负责保洁|公布|通报)")
_ONCE = re.compile(r"(?<=[开展办行组织召开])一(?:次|期|场|轮|项|个|批|遍|届|堂|节)(?!性|[一二三四])")
_EVERYDAY = re.compile(r"的?(?:日常|具体)$")
_DIGIT = re.compile(r"\d")
_LIMITS = ("不少于", "不低于", "不超过", "至少", "达到")
_LIMIT = re.compile(r"(?:不少于|不低于|不超过|至少|达到)$")
_JOINT = re.compile(r"[、和及与,]")
_LOOSE_JOINT = re.compile(r"[、和及与](?=[,、]|$)|^[、,和]|(?<=[、和及与])[、和及与]")


# what a pattern begins or ends with: a look at it is cheaper than the pattern
_FOLLOWS = frozenset("严按根依遵参")
_SETTING_ENDS = frozenset("夕间上中后时式面求神际准定点手机位题表案束部来合置外是体到主难键大另午晚")
_CALLING = frozenset("组发动会联邀抽")
_EMPTY_ENDS = frozenset("面部期必须中本步内要一成位束实效施行毕")
_CONDITION_ENDS = frozenset("的位人门区道室级员为题店业户")


def core_of(clause: str, owners: Sequence[str] = ()) -> Core:
    """The core of a clause (without its stop); ``owners`` are names that the row's owners have in the text."""
    text, dated = _opened(clause.strip(" \u3000、"), owners)
    if text[:1] in _FOLLOWS:
        text = words.FOLLOWED.sub("", text)
    if (text[-1:] in _SETTING_ENDS and words.SETTING.search(text)) or (
        text[:1] in _CALLING and words.CALLED.match(text)
    ):
        return Core(NOTHING, "", text, dated)
    if not text.endswith(("的", "的单位", "的社区", "的科室")) and _is_target(text):
        full = _AIMING.sub("", text)
        return Core(TARGET, full, full, dated)
    found = words.CONDITION.match(text) if text[-1:] in _CONDITION_ENDS else None
    if found and (text.endswith("的") or not words.VERB.match(text)) and _CONDITIONAL.match(text):
        return Core(CONDITION, text, text, dated)
    full = _reordered(_figureless_rhythm(text))
    short = _tidy(words.FIGURE.sub("", full)) if len(full) > 5 and words.FIGURE_NEEDS.search(full) else full
    if short.endswith(("的", "为", "在", "于", "用", "按", "以", "每")):
        short = full
    if (not short or short[-1] in _EMPTY_ENDS) and _EMPTY.match(short):
        return Core(NOTHING, "", full, dated)
    if words.MEANS.match(short) and not _DOING.search(short):
        return Core(NOTHING, "", full, dated)
    if words.VERB.match(short) and not words.NOUN_LIKE.match(short):
        return Core(ACTION, short, full, dated)
    if words.STATE.search(short):
        return Core(STATE, short, full, dated)
    return Core(ACTION if words.VERB.search(short) else STATE, short, full, dated)


def stated_of(clause: str, owners: Sequence[str] = ()) -> str:
    """A clause in its own words, adverbs and rhythm kept, without owner and date in front."""
    text, _ = _opened(clause.strip(" \u3000、"), owners, keep=True)
    return text


def _is_target(text: str) -> bool:
    return bool(words.TARGET.search(text)) and bool(_MEASURED.search(text)) and not _NO_TARGET.match(text)


_DATES = ((words.TIME, words.TIME_STARTS),)
_OPENINGS = (
    (words.TIME, words.TIME_STARTS),
    (words.RHYTHM, words.RHYTHM_STARTS),
    (words.TIMES, words.TIMES_STARTS),
)


def _opened(text: str, owners: Sequence[str], keep: bool = False) -> tuple[str, bool]:
    """The clause from where its action begins, and whether a date went; ``keep`` leaves adverbs and rhythm."""
    dated = False
    named = text
    for name in sorted(owners, key=len, reverse=True) if owners else ():
        if len(name) > 1:
            named = named.replace(name, chr(0xE000 + owners.index(name) % 256))
    replaced = named is not text and named != text
    before = None
    while before != named:
        before = named
        if not named:
            break
        if "\ue000" <= named[0] <= "\ue0ff" or named[0] in "由请各会联配与、和村镇乡居":
            for pattern in (_LINK, _JOINED, _PLACE):
                found = pattern.match(named)
                if found and found.end():
                    named = _charged(found.group(), named[found.end() :])
        for pattern, starts in _DATES if keep else _OPENINGS:
            found = pattern.match(named) if named[:1] in starts else None
            if found and found.end() > 1 and _may_go(named, found):
                dated = dated or pattern is words.TIME
                named = named[found.end() :]
        found = words.MODAL.match(named) if named[:1] in words.MODAL_STARTS else None
        if found and len(named) - found.end() >= 2:
            named = named[found.end() :]
        found = words.ADVERB.match(named) if named[:1] in words.ADVERB_STARTS and not keep else None
        if found and _goes(named[found.end() :]):
            named = named[found.end() :]
        found = words.OWNER.match(named) if not replaced or not _NAME.search(named) else None
        if found and len(named) - found.end() >= 3 and not words.VERB.match(found["names"]) and found["link"] != "组织":
            named = named[found.end() :]
        named = _ANNOUNCED.sub("", named, count=1) if named[:1] in ("决", "定") else named
        named = named.lstrip("、,的 ")
    return _restore(named, owners) if replaced else named, dated


def _charged(link: str, rest: str) -> str:
    """负责 stays before what is no action: 负责食堂的环境卫生."""
    keeps = link.rstrip(",、").endswith("负责") and not link.endswith((",", "、")) and re.match(r"[一-龥]", rest)
    acts = (
        words.VERB.match(rest)
        or words.ADVERB.match(rest)
        or words.TIME.match(rest)
        or _is_target(rest)
        or rest[:1] in "对将把"
    )
    return "负责" + rest if keeps and not acts else rest


def _may_go(text: str, found: re.Match[str]) -> bool:
    """A date in front goes unless nothing is left; 第一季度末 and 五一 stay where they are part of a name."""
    return len(text) == found.end() or text[found.end()] not in "级度版类星%"


def _goes(rest: str) -> bool:
    """Whether an adverb may go: what follows is a verb or another adverb."""
    return bool(rest) and bool(words.VERB.match(rest) or words.ADVERB.match(rest) or rest[0] in "对将把在向与按使令")


def _restore(text: str, owners: Sequence[str]) -> str:
    """Owners that stand inside a clause are part of what it says."""
    return _NAME.sub(lambda found: owners[ord(found.group()) - 0xE000], text)


def _figureless_rhythm(text: str) -> str:
    if words.RHYTHM_NEEDS.search(text):
        text = words.RHYTHM.sub("", text)
    if words.TIMES_NEEDS.search(text):
        text = words.TIMES.sub("", text)
    if "一" in text:
        text = _ONCE.sub("", text)
    found = words.TIME.search(text) if words.TIME_NEEDS.search(text) else None
    if (
        found
        and found.start()
        and len(found.group()) > 2
        and (found.group()[-1] in "前底起内" or found.group()[0] in "于在")
    ):
        text = text[: found.start()] + text[found.end() :]
    return _tidy(text)


_DAY = re.compile(r"^为(?P<day>[^,]{2,16}(?:日|周|月|时间))$")


def _reordered(text: str) -> str:
    """Verb before object: 对X进行检查, 将X报Y, 负责X的清扫, 每周五为X日."""
    first = text[:1]
    day = _DAY.match(text) if first == "为" else None
    if day:
        return f"开展{day['day']}活动"
    if "报" in text or "交" in text or "送" in text or "反馈" in text:
        found = _HANDS.match(text) or _BARE_HANDS.match(text)
        if found:
            return ("移交" if found["verb"] == "移交" else "报送") + found["object"]
    if first == "向" or first == "与":
        text = _SELL.sub("", _TO.sub("", text))
    for pattern in (_ON, _ON_BARE, _TAKE) if text[:1] in ("对", "将", "把") else ():
        found = pattern.match(text)
        if found and not found["object"].endswith(("的", "不")):
            return _acting(found) + _object(found["object"])
    found = _CARE.match(text) if text.startswith("负责") else None
    if found:
        turned = found["verb"] + _EVERYDAY.sub("", found["object"])
        return turned if len(turned) >= 6 else text
    if (
        len(text) > 2
        and text.startswith("负责")
        and (words.VERB.match(text[2:]) or words.STATE.search(text) or _DIGIT.search(text))
    ):
        return text[2:]
    if not words.VERB.match(text) and not text.startswith(("将", "把", "对", "不", "无")):
        found = words.ENDS_IN_VERB.match(text)
        if (
            found
            and not words.VERB.search(_object(found["object"]))
            and len(_object(found["object"])) >= 2
            and found["object"][-1] not in "一不"
        ):
            return found["verb"] + _object(found["object"])
    return text


def _acting(found: re.Match[str]) -> str:
    """The verb with what stands before it (量化分级管理, 限期整改), without adverbs."""
    verb = (found.groupdict().get("manner") or "") + found["verb"]
    if verb == "整改":
        return "督促整改"
    adverb = words.ADVERB.match(verb)
    return verb[adverb.end() :] if adverb and adverb.end() <= len(verb) - 2 else verb


_MANNER = re.compile(
    r"(?:要|应|须|必须|立即|马上|限期|在.{1,7}内|重新|逐户|逐店|逐个|逐[一-龥]|定期|不定期|及时|加以|予以|进行|切实|随脏随|统一|集中|全面|彻底|联合|吸取教训|并|都|均|每班次.*|由[^,]{2,8})+$"
)


def _object(text: str) -> str:
    """What stands before the verb, without how and when."""
    return _MANNER.sub("", text).removesuffix("的")


def _tidy(text: str) -> str:
    if text.endswith(_LIMITS):
        text = _LIMIT.sub("", text)
    if _JOINT.search(text):
        text = _LOOSE_JOINT.sub("", text)
    return text.strip("、,。;: ")
