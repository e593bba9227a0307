"""Whether a number with a unit counts something: not an ordinal, a slogan, an idiom, a name or a time."""

import re
from dataclasses import dataclass

from weicheng.engines.reader import measures


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Mention:
    """A figure and its unit as they stand in the text; ``marked`` when a comparator goes with it."""

    figure: str
    unit: str
    head: str  # what stands before the figure
    rest: str  # the text from the unit on
    following: str  # the text after unit and comparator
    marked: bool

    @property
    def arabic(self) -> bool:
        return self.figure[0].isascii()


_GLUE_BEFORE = re.compile(
    r"(?:[第每后末]|(?<![底月日年之以])前)$|[a-zA-Z_№+]$|[a-zA-Z][ /]?[TtVv]?[ -]?\d*-?$|[统唯之逐单专其合进同划归九万]$|\d[-.:/]$|倒数$|号$|PM$"
)
_GLUE_ENDS = frozenset("第每后末前№统唯之逐单专其合进同划归九万数号")
_RATED = re.compile(
    r"每(?:少|多|缺|发现|增加|减少|超过?|查出|漏|推迟|迟报|逾期|出现|新增|降低|提高|低于|高于|晚|迟|拖延|"
    r"延迟)[^,。;扣减罚加奖给补处得]{0,4}$"
)
_SCORE_HEAD = re.compile(r"(?:扣|加|得|计|减|记|满分|总分|达|低于|高于|各|扣减|奖)(?:除|到|分值)?$")
_IDEA_NEXT = re.compile(rf"的?\"?(?:{measures.IDEAS})")
_IDIOM = re.compile(measures.IDIOMS)
_REPEATED = re.compile(r"一(?P<u>[一-鿿])一(?P=u)")
_LISTED = re.compile(r"(?:以下|下列|上述|以上)$")
_ATTITUDE = re.compile(
    r"(?:是|成为|作为|营造|营造出|创造|创造出|形成|召开的|给|提供|留下|汇成|拧成|凝成|凝聚成|走出|开创|呈现|展现|树立)$"
)
_PLAN_HEAD = re.compile(
    r"每(?:隔)?(?:[一二两三四五六七八九十半\d]{1,2}个?)?(?:天|日|周|星期|月|旬|季度?|年度?|学期)|每逢|逐|按[月周季日]|一[周月日季年]$"
)
_EVENTS = ("次", "期", "场", "轮", "遍", "节")
_CHANGED = re.compile(r"(?:由|从)$")
_TO_NEW_VALUE = re.compile(r"[^,。;]{0,4}(?:提高|增加|提升|上升|降低?|减少|压缩|缩短|扩大|调整)(?:为|到|至)")
_IN_A_ROW = re.compile(r"连续$|一年内$|当年有?$|被[^,。;]{2,12}$")
_FINE = re.compile(r"(?:罚款|扣|处罚)")
_UNTIL_NOW = re.compile(r"(?:近|过去|今后|未来|最近|往后)的?$")
_KEPT = re.compile(r"(?:保存|保管|留样|留存|存放|每天|每日)(?:期限?|时间)?(?:为|满)?$")
_CORE_IDEA_NEXT = re.compile(rf"的?(?:{measures.CORE_IDEAS})")
_GREAT_TASK = re.compile(r"[^,。;、]{0,10}(?:而|的)[^,。;、]{0,6}(?:任务|工作|工程)")
_PAIRED = re.compile(r"[、,]?[一-鿿]{1,4}一[面个条户盏名支座处项起件]")
_PAIRED_WITH = re.compile(r"一[个条户名座处项起件家栋][、,]?[一-鿿]{0,4}$")
_HELD = re.compile(r"(?:组织|开展|进行|举办|完成|举行|召开|实施)$")
_SLOGAN_UNITS = frozenset(["个", "项", "条", "种", "类", "次", "件", "场", "道"])
_OWN_LIMIT = re.compile(r"(?:时限|(?:整改|办理|办结|处理|反馈|完成|答复)期限|限期|限时|提前|整改时间)[^,。;]{0,4}$")
_SHORTENED = re.compile(r"(?:缩短|压缩|控制|降|减少?|压减)[^,。;]{0,8}(?:至|到|在)$")
_DURATION = re.compile(measures.DURATIONS)
_QUOTE_ENDS = re.compile(r"[^\"]{0,4}\"")
_SET_OF_RULES = re.compile(r"制度|机制|体系|办法|流程|班子|人马")
_CIRCLE = re.compile(r"(?:城市|便民|社区)?[一-鿿]{0,4}圈")


def counts(mention: Mention) -> bool:
    """Whether the mention is a quantity."""
    last = mention.head[-1:]
    if (last.isascii() or last in _GLUE_ENDS) and _GLUE_BEFORE.search(mention.head):
        return False
    if _RATED.search(mention.head) or last.isdigit():
        return False
    if _CHANGED.search(mention.head) and _TO_NEW_VALUE.match(mention.following):
        return False  # 由5分提高到10分： only the new value is asked for
    if mention.unit == "次" and (_IN_A_ROW.search(mention.head) or _FINE.match(mention.following)):
        return False
    once = mention.figure in ("一", "1") and mention.unit in _EVENTS and not mention.marked
    if once and (mention.unit == "遍" or _PLAN_HEAD.search(mention.head)):
        return False
    if _DURATION.fullmatch(mention.unit.split("/")[0]):
        return _is_standard(mention)
    if mention.head.endswith('"') and _QUOTE_ENDS.match(mention.following):
        return False
    if not mention.marked and _is_turn_of_phrase(mention):
        return False
    if mention.unit == "类" and (not mention.arabic or mention.marked):
        return False
    return mention.arabic or _counts_in_characters(mention)


def _is_turn_of_phrase(mention: Mention) -> bool:
    figure, unit = mention.figure, mention.unit
    if not mention.arabic and _IDIOM.match(figure + mention.rest):
        return True
    ideas = _CORE_IDEA_NEXT if mention.arabic else _IDEA_NEXT
    held = unit in _EVENTS and _HELD.search(mention.head)
    if (
        not held
        and unit in _SLOGAN_UNITS
        and (not mention.arabic or len(figure) == 1)
        and ideas.match(mention.following)
    ):
        return True
    return figure in ("百", "千", "万") or bool(_REPEATED.match(figure + mention.rest) or _LISTED.search(mention.head))


def _counts_in_characters(mention: Mention) -> bool:
    """Numbers in characters also open everyday words: 十分, 四面, 一把手."""
    figure, unit = mention.figure, mention.unit
    if unit == "分":
        return bool(_SCORE_HEAD.search(mention.head)) and figure != "万"
    if unit == "次" and mention.following.startswith(measures.MEETINGS):
        return False
    if mention.marked:
        return True
    if unit in measures.SHY and len(figure) == 1:
        closes = not mention.following or mention.following[0] in ",。;、)\n"
        return unit in measures.PLAIN_THINGS or (unit in measures.SMALL_THINGS and closes)
    return figure != "一" or _one_counts(mention)


def _one_counts(mention: Mention) -> bool:
    """One of something is said of a thing to do or to have: 组织一次, 配备一名, 各一台; not with 每季度…一次."""
    unit, head, following = mention.unit, mention.head, mention.following
    if (
        _PAIRED_WITH.search(head)
        or _ATTITUDE.search(head)
        or (unit == "轮" and head.endswith("新"))
        or _PAIRED.match(following)
    ):
        return False
    if unit == "项" and (_GREAT_TASK.match(following) or head.endswith("一项")):
        return False
    if unit == "套" and _SET_OF_RULES.search(following):
        return False
    if unit in _EVENTS:
        return not following.startswith(("性", "过", "地", "到"))
    return not following.startswith(("地", "般", "样"))


def _is_standard(mention: Mention) -> bool:
    """Durations count only as a standard of their own: 不超过30分钟, 保存不少于2年."""
    if mention.unit in ("分钟", "秒", "秒钟"):
        return not _CIRCLE.match(mention.following)
    if _UNTIL_NOW.search(mention.head):
        return False  # 近三年
    if _KEPT.search(mention.head):
        return True
    inside = mention.rest[len(mention.unit) :].startswith(("以内", "之内", "内"))
    if inside and _SHORTENED.search(mention.head):
        return True
    if inside or _OWN_LIMIT.search(mention.head):
        return False
    if mention.rest[len(mention.unit) :].startswith("左右"):
        return False
    return mention.marked and not (mention.unit == "年" and len(mention.figure) == 4)
