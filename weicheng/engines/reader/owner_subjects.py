"""Who is the subject of a clause, and how long that holds: 区城管局负责…, 由…牵头, …会同…, …配合."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from weicheng.engines.reader import unit_words as words
from weicheng.engines.reader.rows import Owner
from weicheng.engines.reader.unit_names import Name, NameFinder

_CLAUSE = re.compile(
    r"(?:[（(][\d一二三四五六七八九十]{1,3}[)）]|[㈠-㈩①-⑳⑴-⒇])?[^,，。;；:：!！?？\n]+?(?=[（(][\d一二三四五六七八九十]{1,3}[)）]|[㈠-㈩①-⑳⑴-⒇]|[,，。;；:：!！?？\n]|$)"
)
_TIME = r"(?:[“\"‘]?[一-鿿\d\-—~～至到、.．〇○“”\"]{1,18}?(?:日前|月前|底前|旬前|年前|前夕|前|之前|以前|日内|月内|年内|内|以内|以后|之后|后|起|期间|时|之日起|底|末|下旬|中旬|上旬|[日号](?![常前内])|[上下]午|星期[一二三四五六日]|周[一二三四五六日末]|月份|季度|(?<=\d)月(?![底初中上下份前内\d])|(?<=\d)年(?![底初中前内\d]))[,，]?)"
_PREFIX = re.compile(
    r"(?:\s|[（(]?[\d一二三四五六七八九十]{1,3}[)）]?[、.．]|[（(][\d一二三四五六七八九十]{1,3}[)）]|[㈠-㈩①-⑳⑴-⒇●◆■★※▲○]|[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][,，]?"
    r"|同时|并且|并|另外|此外|其中|特别是|尤其是|首先|其次|再次|最后|原则上|会后|会前|今后|平时|目前|原则|因此|为此|届时|随后|然后|即日起|从现在起|今年|明年|全年|年内|下半年|上半年|近期|每[天日周月季年]度?|每半[年月]|每两个月|每逢[一-鿿]{1,4}|“|\")*"
)
_CALLED = re.compile(r"(?<![自理缘])由|(?<![邀申提报聘])请(?!示|假)|要求|责成|责令")
_REPORT = re.compile(
    r"(?:(?P<to>向)|抄送|上报(?:至|到|给)?|报送(?:至|到|给)?|报(?:请|至|到|给|告)?|提交(?:至|到|给)?|(?<![成转移提上])交(?![通警由流叉往接办付易费给至到])|上交(?:至|到)?|交(?:至|到|给)|反馈(?:至|到|给)|送(?:至|到|交)|发送?至|汇总至|移交(?:至|给)?)(?=[^,，。;；:：\s])"
)
_REPORT_VERB = re.compile(
    r"[^,，。;；]{0,12}?(?:上报|报告|汇报|报送|反馈|请示|通报|提交|报|提出[一-鿿]{0,4}申请|申请|备案)"
)
_JOINT = re.compile(
    r"[\s]*(?:要|应|须|负责|牵头|积极|主动|及时|密切|将)*(?P<verb>会同|联合|协同|汇同|联系|商|协调)(?=[^,，。;；])"
)
_COOP = re.compile(
    r"(?:要|应|须|将|都|也)*(?:积极|密切|大力|共同|全力|主动|分别|按职责|做好|予以|给予|全程)*(?P<verb>配合|协助|协同|参与|支持|协办|参加)"
)
_STANDING = re.compile(r"(?:统一)?(?:领导|负责|牵头|协调|主抓|组织|具体负责)")
_MECHANISM = re.compile(
    r"(?:构建|形成|建立健全|建立|实行|完善|健全|坚持)(?=[^,，。;；的]{2,12}(?:统一领导|领导|牵头|负责|主抓|主导|组织))"
)
_NOBODY = re.compile(
    r"(?:我们|大家|同志们|全[县区市镇乡省]上下|广大[一-鿿]{2,6}|人民群众|群众|全[县区市镇]广大|全体市民|全社会|社会各界|每个人|人人)(?:都|要|一定|必须|应|务必|上下)"
)
_SETS_UP = re.compile(r"(?:下设|设立|成立|组建|组织|设)(?P<rest>[^,，。;；:：的]{2,24})")
_INSPECTS = re.compile(r"检查|督查|巡查|评比|评定|抽查|暗访|打分")
_IN_CHARGE = re.compile(r"(?:并|具体|主要|全面|专门|统一)*负责")
_SEAT = re.compile(r"(?:办公室|指挥部|专班)(?:常)?设(?:在|于)|下设[^,，。;；]{0,8}办公室(?:于|在)")
_SOMEBODY = re.compile(r"由专(?:人|车|业|门|职)")
_TOGETHER = re.compile(r"\s*(?:要|应|须|并)?(?:会同|联合|协同|汇同)(?=[^,，。;；])")
_PUBLIC = re.compile(
    r"(?:广大)?(?:学生|居民|群众|市民|师生|家长|村民|干部职工|职工|干部|党员|员工|教师|从业人员|人员|工作人员)"
)
_CHIEF = re.compile(
    r"(?:以|由)(?:[一-鿿]{0,10}?)(?P<name>[一-鿿]{2,3})(?:同志)?(?:为|任|担任|兼任?)(?:组长|总?指挥长?|主任|办公室主任|总指挥)|办公室主任(?:为|由)(?P<second>[一-鿿]{2,3})(?:同志)?(?:担任|兼任)?$|^(?P<third>[一-鿿]{2,3})同志(?:为|任|担任)[一-鿿]{1,6}(?=具体|负责|专门)"
)
_SURNAMES = set(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲封芮储靳段富巫乌焦巴弓牧隗山谷车侯宓全班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公涂肖"
)
_DEPUTED = re.compile(r"^\s*(?:要|应|须|必须|负责|应当|务必|将|都要|均应|均要|统一)")


@dataclass(slots=True)
class Event:
    """From ``position`` on these people act, until the next event; ``own`` is False for a reset and for what is only carried."""

    position: int
    owners: tuple[Owner, ...]
    own: bool = True
    extra: bool = False  # adds to the event before it
    local: bool = False  # holds where it stands and is not carried on


@dataclass(slots=True)
class _State:
    finder: NameFinder
    current: tuple[Owner, ...] = ()
    kinds: frozenset[str] = frozenset()
    unit: tuple[Owner, ...] = ()  # the last subject that is no person: a person holds for one sentence only
    unit_kinds: frozenset[str] = frozenset()
    opened: bool = False  # the paragraph began with this subject
    founded: tuple[Owner, ...] = ()  # 下设办公室，负责…
    inspectors: tuple[Owner, ...] = ()
    intro: tuple[Owner, ...] = ()
    intro_kinds: frozenset[str] = frozenset()
    events: list[Event] = field(default_factory=list)
    trailing: list[tuple[int, int, tuple[Owner, ...]]] = field(default_factory=list)


def _owners(text: str, names: list[Name], role: str = "lead") -> tuple[Owner, ...]:
    return tuple(Owner(text[n.start : n.end].strip(), role, n.start, n.end) for n in names)


def subject_events(
    text: str, item_starts: set[int]
) -> tuple[list[Event], list[Owner], list[tuple[int, int, tuple[Owner, ...]]]]:
    """Read the whole text once: the subjects in order, the offices to which something is reported, who helps at the end of a sentence."""
    state = _State(NameFinder(text))
    reports: list[Owner] = []
    start = 0
    for line in text.split("\n"):
        _paragraph(text, start, start + len(line), item_starts, state)
        reports.extend(_reports(text, start, start + len(line), state))
        start += len(line) + 1
    return state.events, reports, state.trailing


def _paragraph(text: str, start: int, end: int, item_starts: set[int], state: _State) -> None:
    numbered = start in item_starts or bool(_NUMBER.match(text, start, end))
    _reset(state, start, state.intro if numbered else ())
    if not numbered:
        state.intro, state.intro_kinds = (), frozenset()
    state.opened = False
    first = True
    sentence_start = start
    for clause in _CLAUSE.finditer(text, start, end):
        a, b = clause.span()
        if a > start and _inline_item(text, a, item_starts):
            _reset(state, a, _intro_here(text, a, state))
            first, sentence_start = True, a
        elif text[a - 1 : a] in "。!！?？" and a > start:
            _new_sentence(text, a, b, state)
            sentence_start = a
        found = _clause(text, a, b, sentence_start, state)
        if found and first:
            state.opened = True
        first = first and b - a < 3
    if end > start and text[end - 1] in ":：" and state.events and _LEADS_IN.search(text, max(start, end - 30), end):
        own = [e for e in state.events[-2:] if e.own and e.position >= _last_clause(text, start, end)]
        state.intro = own[-1].owners if own else ()
        state.intro_kinds = state.kinds


_NUMBER = re.compile(r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]|[㈠-㈩①-⑳]|[一二三四五六七八九十]是)")
_LEADS_IN = re.compile(r"以下|如下|下列|几点|做到|职责|任务|[一二三四五六七八九十]个?(?:方面|项|点)|[要是为]\s*[:：]$")
_INLINE = re.compile(r"\s*(?:[（(][\d一二三四五六七八九十]{1,3}[)）]|[㈠-㈩①-⑳⑴-⒇]|\d{1,2}[、.．](?!\d))")


def _last_clause(text: str, start: int, end: int) -> int:
    position = max(text.rfind(mark, start, end - 1) for mark in ",，。;；")
    return max(position, start)


def _inline_item(text: str, position: int, item_starts: set[int]) -> bool:
    return position in item_starts or (text[position - 1] in "。;；:： " and bool(_INLINE.match(text, position)))


def _intro_here(text: str, position: int, state: _State) -> tuple[Owner, ...]:
    if text[position - 1] in ":：":
        state.intro, state.intro_kinds = state.current, state.kinds
    return state.intro


def _reset(state: _State, position: int, to: tuple[Owner, ...]) -> None:
    state.current = state.unit = to
    state.kinds = state.unit_kinds = state.intro_kinds if to else frozenset()
    state.founded = state.inspectors = ()
    state.events.append(Event(position, to, own=False))


def _new_sentence(text: str, start: int, end: int, state: _State) -> None:
    if state.kinds == {"person"} and state.current != state.unit and _POST.search(state.current[-1].name):
        state.current, state.kinds = state.unit, state.unit_kinds
        state.events.append(Event(start, state.current, own=False))
    state.founded = ()
    bare_order = re.match(r"\s*(?:要|应|必须|须)", text[start:end])
    about = re.match(
        r"\s*(?:凡|全[镇县区市院校局行办][^,，。;；]{2,20}率|对[^,，。;；]{2,60}(?:的|单位|个人|人员))", text[start:end]
    )
    if state.current and ((bare_order and state.kinds == {"unit"} and not state.opened) or about):
        state.current, state.kinds = (), frozenset()
        state.events.append(Event(start, (), own=False))


def _set(state: _State, position: int, owners: tuple[Owner, ...], names: list[Name]) -> None:
    state.current = owners
    state.kinds = frozenset(n.kind for n in names)
    if state.kinds - {"person"} or not _POST.search(owners[-1].name):
        state.unit, state.unit_kinds = owners, state.kinds
    state.events.append(Event(position, owners))


def _clause(text: str, start: int, end: int, sentence_start: int, state: _State) -> bool:
    """Read one clause; True when it names its own subject."""
    chief = _CHIEF.search(text[start:end])
    if chief:
        for group in ("name", "second", "third"):
            _person(text, start, chief, group, state)
    nobody = _NOBODY.match(text, _skip(text, start, end), end)
    if nobody:
        state.current, state.kinds = (), frozenset()
        state.events.append(Event(start, ()))
        return False
    found = _leading_subject(text, start, end, sentence_start, state)
    if (
        not found
        and text[sentence_start:start].strip() == ""
        and state.inspectors
        and _INSPECTS.search(text, start, end)
    ):
        state.current, state.kinds = state.inspectors, frozenset({"unit"})
        state.events.append(Event(start, state.inspectors))
        return True
    if not found and _SOMEBODY.search(text, start, end):
        state.events.append(Event(start, ()))
    together = None if found else _TOGETHER.match(text, _skip(text, start, end), end)
    if together:
        names, _ = state.finder.names_at(together.end(), end)
        state.events.append(Event(start, _owners(text, names, "coop"), extra=True))
    seat = _SEAT.search(text, start, end)
    if seat:
        names, _ = state.finder.names_at(seat.end(), end)
        if names:
            state.events.append(Event(seat.end(), _owners(text, names), extra=True, local=True))
    founded = _SETS_UP.search(text, start, end)
    if founded:
        _found_body(text, founded, end, state)
    if not found and state.founded and _IN_CHARGE.match(text, start, end):
        state.current, state.kinds = state.founded, frozenset({"unit"})
        state.events.append(Event(start, state.founded))
        return True
    return _called_subject(text, start, end, sentence_start, state) or found


def _person(text: str, start: int, found: re.Match[str], group: str, state: _State) -> None:
    name = found.group(group)
    if not name or name[0] not in _SURNAMES:
        return
    a = start + found.start(group)
    state.events.append(Event(a, (Owner(name, "lead", a, a + len(name)),), extra=True))


def _found_body(text: str, found: re.Match[str], end: int, state: _State) -> None:
    names, _ = state.finder.names_at(found.start("rest"), end)
    if not names:
        rest = re.match(r".*?(?:办公室|小组|专班|工作组|指挥部)", found.group("rest"))
        if not rest:
            return
        names = [Name(found.start("rest"), found.start("rest") + rest.end(), "unit")]
    state.founded = _owners(text, names[-1:])
    if _INSPECTION_BODY.search(state.founded[0].name):
        state.inspectors = state.founded


_INSPECTION_BODY = re.compile(r"(?:检查|督查|督导|巡查|评比|考核|考评)[一-鿿]{0,4}(?:组|队|专班)$")


def _skip(text: str, start: int, end: int) -> int:
    position = start
    while True:
        found = _PREFIX.match(text, position, end)
        here = found.end() if found else position
        mechanism = _MECHANISM.match(text, here, end)
        here = mechanism.end() if mechanism else here
        if here == position:
            return position
        position = here


def _leading_subject(text: str, start: int, end: int, sentence_start: int, state: _State) -> bool:
    for here in _places(text, start, end):
        names, after = state.finder.names_at(here, end)
        if names and not _PASSIVE.match(text[after:end]) and _acts(text, after, end, names, state):
            _subject(text, here, names, after, end, sentence_start, state)
            return True
    return False


# Posts are given to people, offices are seated and set up: those are no subjects; nor are those who merely attend.
_PASSIVE = re.compile(
    r"(?:同志)?(?:分别)?(?:为|任|担任|兼任?)(?:第一|常务)?(?:副?组长|副?总?指挥|副?主任|成员|专干|联络员|政委)|下设|(?:常)?设(?:在|于)|(?:等)?(?:参加|出席|列席|到会)(?:会议|活动)?$|[一-鿿]{0,4}各一名"
)
_TIME_PREFIX = re.compile(_TIME)
_STAGE = re.compile(r"[^,，。;；(（]{2,14}[(（][^)）\n]{2,30}[)）]")
_COLLECTIVE_AT = re.compile(
    r"(?<![对向为给把将与和同的在至到从按由及、分级])(?:各|其他各|其它各|每个|全体)(?!项|种|类|自|方面|环节|阶段|地|界|级各类|样|个击|式)"
)


def _places(text: str, start: int, end: int) -> Iterator[int]:
    """Where the subject of a clause may stand: at its front, after a word of time, at 各… that nothing governs."""
    here = _skip(text, start, end)
    yield here
    stage = _STAGE.match(text, here, end)
    if stage:
        yield stage.end()
    time = _TIME_PREFIX.match(text, here, end)
    if time:
        yield _skip(text, time.end(), end)
    for found in _COLLECTIVE_AT.finditer(text, here + 1, min(end, here + 30)):
        if _FREE_BEFORE.search(text, here, found.start()):
            yield found.start()


_FREE_BEFORE = re.compile(
    r"(?:前|后|内|起|时|期间|中|下|底|末|日|月|年|旬|季度|要求|实际|基础上|要|必须|应|(?<![一-鿿])在)\s*$"
)


def _acts(text: str, after: int, end: int, names: list[Name], state: _State) -> bool:
    if after >= end:
        mark = text[end : end + 1]
        if mark in (":", "："):
            return True
        return mark in (",", "，") and bool(_DEPUTED.match(text[end + 1 : end + 8]))
    if all(_PUBLIC.fullmatch(text, n.start, n.end) for n in names) and not words.DUTY.match(text, after, end):
        return bool(words.PREDICATE.match(text, after, end)) and state.finder.predicate_at(after, end)
    return (
        state.finder.predicate_at(after, end)
        or bool(_STANDING.match(text, after, end))
        or (names[-1].kind != "unit" and bool(re.match(r"[\d一二三四五六七八九十至]", text[after])))
    )


def _subject(text: str, here: int, names: list[Name], after: int, end: int, sentence_start: int, state: _State) -> None:
    earlier = [e for e in state.events if e.own and e.position >= sentence_start] if state.current else []
    coop = _COOP.match(text, after, end)
    if coop and earlier and any(o.role == "lead" for o in state.current):
        added = _owners(text, names, "coop")
        state.events.append(Event(here, added, extra=True))
        if end - coop.end() <= 3:
            state.trailing.append((earlier[0].position, here, added))
        state.current = (*state.current, *added)
        return
    if earlier and state.kinds - {"person"} and all(_BARE_POST.fullmatch(text, n.start, n.end) for n in names):
        return
    owners = _owners(text, names)
    joint = _JOINT.match(text, after, end)
    if joint:
        others, _ = state.finder.names_at(joint.end(), end)
        owners += _owners(text, others, "coop")
    elif coop and coop.group("verb") in ("配合", "协助") and names[0].kind == "unit":
        others, stop = state.finder.names_at(coop.end(), end)
        if others and stop < end and others[0].kind == "unit":
            owners = (*_owners(text, others), *_owners(text, names, "coop"))
            names = others
    _set(state, here, owners, names)


_BARE_POST = re.compile(
    r"[“\"]?一把手[”\"]?|(?:分管|主要|主管|具体|带班|单位)?(?:领导|负责人|负责同志|领导干部)|班子成员|专人|主官"
)
_POST = re.compile(r"(?:负责人|负责同志|领导|一把手[”\"]?|书记|主任|局长|院长|校长|组长|镇长|部长)$")


def _called_subject(text: str, start: int, end: int, sentence_start: int, state: _State) -> bool:
    """由…牵头, 请…, 要求各部门…, 责成…: the one who is called on acts."""
    hit = False
    for found in _CALLED.finditer(text, start, end):
        word = found.group()
        names, after = state.finder.names_at(found.end(), end)
        if not names:
            names, after = _our_place(text, found.end(), end) if word == "要求" else ([], 0)
        if not names or (word == "由" and re.match(r"[^,，。;；]{0,12}组成", text[after:end])):
            continue
        if word == "由" and after >= end and text[end : end + 1] not in (",", "，", "。", "、"):
            continue
        if (
            word == "要求"
            and found.start() > start
            and names[0].kind == "unit"
            and not text.startswith("我", names[0].start)
        ):
            continue
        if word in ("责成", "责令"):
            state.events.append(Event(found.start(), _owners(text, names, "coop"), extra=bool(state.current)))
            continue
        if word == "要求":
            _drop(state, start)
        _subject(text, found.start(), names, after, end, sentence_start, state)
        hit = True
    return hit


def _our_place(text: str, position: int, end: int) -> tuple[list[Name], int]:
    found = re.compile(r"我[省市县区镇乡局院校行办街]").match(text, position, end)
    return ([Name(found.start(), found.end(), "unit")], found.end()) if found else ([], position)


def _drop(state: _State, start: int) -> None:
    while state.events and state.events[-1].position >= start and state.events[-1].own:
        state.events.pop()


def _reports(text: str, start: int, end: int, state: _State) -> Iterator[Owner]:
    for found in _REPORT.finditer(text, start, end):
        stop = _clause_end(text, found.end(), end)
        names, after = state.finder.names_at(found.end(), stop)
        if names and (not found.group("to") or _REPORT_VERB.match(text, after, stop)):
            yield from _owners(text, names, "report")


def _clause_end(text: str, position: int, end: int) -> int:
    found = re.compile(r"[,，。;；:：!！?？\n]").search(text, position, end)
    return found.start() if found else end
