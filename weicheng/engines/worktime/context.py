"""What stands around an expression: the clause before and after it, its verbs, and the signs that it is no plan at all."""

import re

from weicheng.engines.worktime import lexicon

STOP = ",;。!?\n:"
_END = re.compile(r"[,;。!?\n]")
_LAST_STOP = re.compile(r"[^\0]*[,;。!?\n:]")
_VERB = re.compile(rf"(?P<done>{lexicon.DONE})|(?P<doing>{lexicon.DOING})")
_PAST = re.compile(
    r"^未|^没有|(?:^|[^业早])已(?!知|婚)|曾(?!经营)|以来|荣获|被(?:命名|评|授予|列为|列入|确定|认定|通报)|至今|当年|"
    r"(?<![为除])了(?!解|结|断|如)|先后(?:获|投入|出台)|累计(?![^,。;]{0,12}(?:不少于|达|完成率|不低于|要|力争))|共计?(?:投入|清理|拆除|完成|开展|发放|查处)"
)
_PAST_HEAD = re.compile(r"已(?:经)?于?$|曾于?$|早在$")
_CITES = re.compile(
    r"(?:根据|依据|按照?|遵照|对照|参照|鉴于|经|据|执行|贯彻|落实|传达|学习|较|比|同比|与|和|原|自从|回顾|总结|"
    r"成立于|始建于|建于|发生于|生于|颁布于|截至|荣获|获得|获评|获|授予|修订于|关于|在用|印发的)$"
)
_CITED = re.compile(
    r"^[)\]]?(?:版|修订|修正|年版|年本|年修|以来|至今|[^,。;]{0,12}?(?:会议|大会|讲话|通知|文件|批示|座谈会|常务会|全会)(?:精神|要求|决定|纪要|指出|强调)|"
    r"[^,。;]{0,10}?(?:研究通过|审议通过|批准|发布的|印发的|公布的|颁布的|下发的|实施的|施行的|召开的|签订的|建成的|制定的|出台的|颁布|修订|"
    r"会议通过|会议审议))"
)
_NAMED = re.compile(rf"^(?:度)?(?:的)?(?:{lexicon.NAMED_AFTER})")
_TITLE = re.compile(
    r"(?:(?!制定|制订|印发|完成|编制|出台|签订|达到|建成)[^,。;:!?\n]){0,20}"
    r"(?:方案|意见|通知|工作计划|行动计划|总结|要点|办法|细则|报告|汇报|讲话|责任书|攻坚战|主持词|公告|通告|之年)"
)
_OF_VERB = re.compile(
    r"(?:制定|制订|印发|召开|签订|编制|总结|评选|表彰|通报|公布|汇总|分析|研究|谋划|报送|上报|做好|下达|拨付|兑现|结合|"
    r"完成|迎接|评为|列入|纳入|作为|以|将|把|对|打好|打赢|《)(?:好)?(?:了)?$"
)


def before(text: str, start: int, width: int = 30) -> str:
    """What stands before it in its own clause."""
    head = text[max(0, start - width) : start]
    stop = _LAST_STOP.match(head)
    return head[stop.end() :] if stop else head


def label(text: str, start: int, width: int = 16) -> str:
    """What stands before it up to the last stop that is no colon: 完成时限:."""
    low = max(0, start - width)
    cut = max(text.rfind(mark, low, start) for mark in ",;。!?\n")
    return text[max(low, cut + 1) : start]


def after(text: str, end: int, width: int = 40) -> str:
    """What stands after it in its own clause, or in the next clause when it closes its own (6月底前,完成…)."""
    while end < len(text) and text[end] in ',:)"]':
        end += 1
    stop = _END.search(text, end, min(len(text), end + width))
    return text[end : stop.start() if stop else end + width]


def verb_says(clause: str) -> str | None:
    """ "done" for 完成 and its like, "doing" for 开展 and its like, by the first verb of the clause."""
    found = _VERB.search(clause)
    return found.lastgroup if found else None


def says(text: str, end: int) -> str | None:
    """What the verb after an expression says: of its own clause, or else of the next."""
    clause = after(text, end)
    return verb_says(clause) or verb_says(after(text, text.find(clause, end) + len(clause)) if clause else "")


def tells_the_past(head: str, tail: str) -> bool:
    return bool(_PAST.search(tail) or _PAST_HEAD.search(head))


def is_cited(head: str, tail: str) -> bool:
    """The date of a paper, a meeting or an edition, or a year to compare with."""
    return bool(_CITES.search(head) or _CITED.match(tail))


def is_title(tail: str) -> bool:
    """A year that opens the name of a paper: 2012年创卫工作实施方案."""
    return bool(_TITLE.match(tail))


def is_name(head: str, tail: str) -> bool:
    """The period only names something: 第三季度考核结果, 2024年度先进单位."""
    return bool(_NAMED.match(tail) or _OF_VERB.search(head))
