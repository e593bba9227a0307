"""A row's title as a clerk writes it on a ledger: verb and object, six to thirty characters, no owner, date or rhythm.

Figures go, except where they are the target itself (合格率达到95%以上). A title is never a cut of a longer quote, and has no
words that the quote has not, save the heading that says what a bare verb is about, 保持 before a state, 开展 before a phase.
"""

import re
from collections.abc import Sequence

import rjieba

from weicheng.engines.reader import title_words as words
from weicheng.engines.reader.title_clauses import ACTION, CONDITION, NOTHING, STATE, TARGET, Core, core_of, stated_of
from weicheng.engines.reader.unit_names import looks_like_name

SHORTEST, LONGEST, QUOTE_LIMIT = 6, 30, 30
_ENOUGH, _PAIR = 9, 24  # a first action this long needs no second; two actions together are at most this long

# a title is made of the first few clauses; longer ones are cut, so that time does not grow with them
_READ, _CLAUSES, _CLAUSE = 500, 8, 90

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_DROPPED = "“”\"‘’'〝〞[]【】《》 \n\u3000"
_QUOTES = str.maketrans("", "", _DROPPED)
_QUOTE = re.compile(f"[{re.escape(_DROPPED)}]")
_FOUNDS = re.compile(r"成立|组建|建立|调整")
_SPLIT = re.compile(r"[,，;；。!！?？:：](?<!\d[:：](?=\d))")
_PHASE = re.compile(
    r"^(?P<name>[^,。;:(]{2,16}?)(?:阶段|时间)?[(][^)]*(?:\d|[一二三四五六七八九十])[^)]*(?:年|月|日|旬|季)[^)]*[)]$"
)
_PERIOD = re.compile(r"^[\d年月日至到—\-~～.从自起止 ]+$")
_RATE_ALONE = re.compile(r"^(?:合格|达标|完成|到位|处置|覆盖|开课|持证|满意|参加|参与|完好|普及|处理)率")
_FOR = re.compile(r"^(?:凡是?|对于?)+")
_BY_WHOM = re.compile(r"^(?:由(?:有关单位|.{2,8}?)(?=约谈|进行|给予)|一律|坚决|严肃|将|要|给予|予以|启动)+")
_TOPIC_END = re.compile(
    r"(?:方面|工作|工程|行动|情况|任务|重点任务|主要任务|工作目标|目标|内容|要求|措施|步骤|安排|制度|时间|阶段)+$"
)
_AND_SO_ON = re.compile(r"等(?P<noun>.{0,10})$")
_PHRASE_EDGE = re.compile(r"[,、]|并(?!且)|以及|(?<=.{8})和(?!谐)")

_WIDE = dict(zip(",;:!?()", "，；：！？（）", strict=True))
_HALF = re.compile(r"[;!?()]|(?<!\d)[,:]|[,:](?!\d)")


def title_of(quote: str, hint: str = "", owners: Sequence[str] = ()) -> str:
    """A title for the row that ``quote`` (clean text) states.

    ``hint`` is the innermost heading, used when the quote says too little; ``owners`` are the owners' names as they stand
    in the quote. Its marks are full width, as in any Chinese text that a person reads.
    """
    return _HALF.sub(lambda found: _WIDE[found.group()], _title(quote, hint, owners))


def _title(quote: str, hint: str, owners: Sequence[str]) -> str:
    phase = _PHASE.match(_unquoted(quote[:_CLAUSE])) if "(" in quote else None
    if phase:
        return _within(f"开展{phase['name']}阶段工作")
    if _PERIOD.match(quote):
        return _within(f"按期开展{_topic(hint) or '本项活动'}")
    bare = _bare(quote[:_READ])
    names = [_bare(name) for name in owners]
    body = words.BODY.match(bare) if "的" in bare and _FOUNDS.search(bare) else None
    if body:
        return _fit(body["verb"] + body["body"], hint, bare, names)
    pieces = [piece[:_CLAUSE] for piece in _SPLIT.split(bare)[:_CLAUSES] if piece]
    cores = [core_of(piece, names) for piece in pieces[:1]]
    if cores and _says_enough(cores[0]):
        title = _fit(cores[0].text, hint, bare, names)
    else:
        cores += [core_of(piece, names) for piece in pieces[1:]]
        longest = max((core.full for core in cores), key=len, default="")
        title = _chosen(cores, hint) or (longest if len(longest) >= SHORTEST - 2 else bare)
        title = _fit(title, hint, bare, names)
    if len(quote) <= QUOTE_LIMIT or not bare.startswith(title):
        return title
    return _reworded(title, bare, cores + [core_of(piece, names) for piece in pieces[len(cores) :]])


def _says_enough(core: Core) -> bool:
    """Whether a first clause makes the title whatever the others say."""
    return core.kind == ACTION and len(core.text) >= _ENOUGH and bool(words.VERB.match(core.text))


def _unquoted(text: str) -> str:
    return text.translate(_QUOTES) if _QUOTE.search(text) else text


def _bare(text: str) -> str:
    """Without brackets and quotation marks."""
    return _unquoted(_BRACKETS.sub("", text) if "(" in text or "（" in text else text)


def _chosen(cores: list[Core], hint: str) -> str:
    """The clause, or the two, that say what is to be done."""
    kept = [core for core in cores if core.kind != NOTHING and core.text]
    if not kept:
        return ""
    first = kept[0]
    if first.kind == CONDITION:
        return _with_condition(first, kept[1:])
    if first.kind == TARGET:
        return _target(first, hint)
    if first.kind == ACTION and not words.VERB.match(first.text) and first.text[:1] in "由在从把为":
        first = next((core for core in kept if core.kind == ACTION and words.VERB.match(core.text)), first)
    if first.kind == STATE and len(kept) > 1:
        action = next((core for core in kept if core.kind == ACTION and words.VERB.match(core.text)), None)
        if action and not words.STATE.search(first.text):
            first = action
    text = _stated(first)
    if len(text) < _ENOUGH:
        text = _with_second(text, kept[kept.index(first) + 1 :])
    return _longer(first, text, hint) if len(text) < SHORTEST else text


def _stated(core: Core) -> str:
    if (
        core.kind != STATE
        or not words.STATE.search(core.text)
        or core.text.startswith(("无", "不", "没有", "做到", "切实", "达到"))
    ):
        return core.text
    return core.text if words.VERB.search(core.text[:6]) else "保持" + core.text


def _target(core: Core, hint: str) -> str:
    text = core.text
    if len(text) > LONGEST:
        text = _shorter(text)
    bare = _RATE_ALONE.match(text)
    topic = _topic(hint)
    if bare and topic and len(topic) <= 8 and not _ACTIVITY.search(topic) and len(topic) + len(text) <= LONGEST:
        text = topic + text
    return text


def _with_condition(condition: Core, others: list[Core]) -> str:
    """对整改不到位的单位,予以通报批评: 通报批评整改不到位的单位."""
    who = _FOR.sub("", condition.text)
    action = next((core for core in others if core.kind in (ACTION, STATE)), None)
    if action is None:
        return who
    what = _BY_WHOM.sub("", action.text)
    if not who.endswith("的") and len(what) <= 6:
        return what + who
    short = who.removesuffix("的")
    joined = f"对{short}的{what}" if who.endswith("的") else f"对{who}{what}"
    if len(joined) > LONGEST:
        return what
    return joined


def _acts(core: Core) -> bool:
    return bool(words.VERB.match(core.text)) and not words.NOUN_LIKE.match(core.text)


def _with_second(text: str, others: list[Core]) -> str:
    """A short first action takes the next one along."""
    for core in others:
        if core.kind == ACTION and _acts(core) and len(core.text) >= 3 and len(text) + len(core.text) < _PAIR:
            return (
                f"{text}并{core.text}"
                if words.VERB.match(text) and not core.text.startswith(_NO_AND)
                else f"{text},{core.text}"
            )
        if core.kind == STATE and words.STATE.search(core.text) and len(text) + len(core.text) < _PAIR - 2:
            return (
                f"{text},{core.text}"
                if core.text[:1] in "无不没"
                else f"{text}、{core.text}"
                if not words.VERB.match(text)
                else text
            )
        break
    return text


_NO_AND = ("不", "严禁", "禁止", "确保", "杜绝", "做到", "防止", "保证", "实现", "达到", "避免")
_TOPIC = re.compile(
    r"^(?:进一步|切实|扎实|全面|大力|深入|认真)?(?:加强|开展|做好|抓好|整治|强化|规范|改善|实施|推进|突出|搞好|完善|提升|保障|落实|健全|严格|畅通|广泛|积极|补齐)*"
)


def _topic(hint: str) -> str:
    """The subject of a heading, without its verbs and without 工作."""
    text = _bare(hint)
    text = _SPLIT.split(text)[0]
    text = _TOPIC.sub("", text)
    text = _TOPIC_END.sub("", text)
    return text if 2 <= len(text) <= 12 and text not in _NO_TOPIC else ""


_NO_TOPIC = frozenset(
    [
        "主要",
        "重点",
        "具体",
        "总体",
        "实施",
        "保障",
        "其他",
        "有关",
        "几点",
        "组织",
        "领导",
        "责任",
        "进度",
        "时间",
        "活动",
        "方法",
        "相关",
        "工作",
    ]
)
_PLACES = re.compile(
    r"(?:市场|小区|校园|食堂|道路|街巷|城中村|乡结合部|工地|门店|场站|客运站|公厕|河道|社区|村庄|医院|机关|宿舍|营业厅|网点|楼院|路段|公园|景区|集镇)$"
)


def _longer(core: Core, text: str, hint: str) -> str:
    """A title that is too short: its figures again, the place that the heading names, or the word that the date leaves."""
    if SHORTEST <= len(core.full) <= LONGEST:
        return core.full
    topic = _topic(hint)
    verb = words.VERB.match(text)
    if (
        topic
        and _PLACES.search(topic)
        and verb
        and verb.group() != "不"
        and verb.end() < len(text)
        and topic not in text
    ):
        return verb.group() + topic + text[verb.end() :]
    if topic and not verb and len(topic) <= 8 and not _ACTIVITY.search(topic) and topic[-2:] not in text:
        return topic + text
    return text


def _fit(title: str, hint: str, bare: str, names: Sequence[str]) -> str:
    """Between the shortest and the longest length, cut where a phrase ends, lengthened by the quote's own words only."""
    title = _within(_unowned(title, names))
    if len(title) < SHORTEST:
        title = _within(_lengthened(title, _topic(hint), bare, names))
    return title[:LONGEST]


def _within(title: str) -> str:
    title = title.strip("、,，。;；")
    return _shorter(title)[:LONGEST] if len(title) > LONGEST else title


def _unowned(title: str, names: Sequence[str]) -> str:
    """Without the owner that begins or ends it."""
    for name in names:
        rest = title.removeprefix("由").removeprefix(name).lstrip("、,和及要应须")
        if len(name) > 1 and title.removeprefix("由").startswith(name) and words.VERB.match(rest):
            title = rest
        title = re.sub(rf"[,、]?由?{re.escape(name)}(?:牵头|负责|具体负责|落实|承办)$", "", title)
    led = _OFFICE.match(title)
    if led and looks_like_name(led.group()) and len(title) - led.end() >= SHORTEST - 2:
        rest = title[led.end() :]
        title = rest if words.VERB.match(rest) else title
    return title


_OFFICE = re.compile(
    r"[一-鿿]{1,12}?(?:委员会|办事处|人民政府|指挥部|领导小组|办公室|[^布邮]局|[^村居]委|[^举开督主协承]办)(?=[一-鿿])"
)


def _lengthened(title: str, topic: str, bare: str, names: Sequence[str]) -> str:
    """A short title with how often and how, as its clause says, with the clause after it, or with what the heading names."""
    clauses = [clause for piece in _SPLIT.split(bare)[:_CLAUSES] if (clause := stated_of(piece[:_CLAUSE], names))]
    here = next((i for i, clause in enumerate(clauses) if title and title[-2:] in clause), 0)
    own = clauses[here] if clauses else ""
    if not title or (SHORTEST <= len(own) <= LONGEST and (words.VERB.search(own) or not words.VERB.search(title))):
        title = own or title
    if len(title) < SHORTEST and here + 1 < len(clauses) and len(title) + len(clauses[here + 1]) < LONGEST:
        title = f"{title},{clauses[here + 1]}"
    verb = words.VERB.match(title)
    if len(title) >= SHORTEST or not topic or _ACTIVITY.search(topic) or not verb or verb.end() != len(title):
        return title
    return topic + title if title in _DONE else title + topic


_DONE = frozenset(["完工", "竣工", "完成", "使用", "启用", "建成"])
_ACTIVITY = re.compile(
    r"督查|考核|保障|组织|领导|宣传|监督|步骤|责任|机制|制度|要求|管理|整治|迎检|动员|部署|目标|任务"
)


def _shorter(title: str) -> str:
    """Leave out attributes, the tail of lists, the second of two phrases until it fits."""
    for attempt in (_without_attribute, _without_list, _first_phrase):
        shorter = attempt(title)
        if SHORTEST <= len(shorter) <= LONGEST:
            return shorter
    return _cut(_first_phrase(title))


def _without_attribute(title: str) -> str:
    found = words.VERB.match(title)
    if found and "的" in title[found.end() : -2]:
        noun = title[title.rindex("的", 0, -2) + 1 :]
        return title[: found.end()] + noun if len(noun) >= 4 else title
    return title


def _without_list(title: str) -> str:
    """A、B、C、D等E: A、B等E."""
    parts = title.split("、")
    if len(parts) < 3:
        return title
    tail = _AND_SO_ON.search(parts[-1])
    for count in (3, 2):
        if len(parts) > count:
            short = "、".join(parts[:count]) + (tail.group() if tail else "等")
            if len(short) <= LONGEST:
                return short
    return title


def _first_phrase(title: str) -> str:
    """Up to the last of ,并以及和 that still leaves a phrase."""
    cuts = [m.start() for m in _PHRASE_EDGE.finditer(title) if SHORTEST <= m.start() <= LONGEST - 1]
    if not cuts:
        return title
    mark = title[cuts[-1]]
    return title[: cuts[-1]] + ("等" if mark == "、" else "")


def _cut(title: str) -> str:
    if len(title) <= LONGEST:
        return title
    length, kept = 0, []
    for word in rjieba.cut(title):
        if length + len(word) > LONGEST - 2:
            break
        kept.append(word)
        length += len(word)
    while len(kept) > 1 and kept[-1] in _DANGLING:
        kept.pop()
    return "".join(kept) + "等"


_DANGLING = frozenset(
    [
        "的",
        "和",
        "与",
        "及",
        "或",
        "在",
        "对",
        "将",
        "把",
        "以",
        "为",
        "中",
        "等",
        "、",
        "并",
        "向",
        "由",
        "从",
        "不",
        "要",
        "各",
        "有",
        "是",
        "到",
        "至",
        "于",
        "进行",
        "加强",
        "开展",
    ]
)


def _reworded(title: str, quote: str, cores: list[Core]) -> str:
    """Say it otherwise when it came out as the beginning of a longer quote."""
    actions = [
        core.text for core in cores if core.kind == ACTION and words.VERB.match(core.text) and core.text not in title
    ]
    if actions and len(actions[0]) >= 3 and len(title) + len(actions[0]) < LONGEST:
        return f"{title}并{actions[0]}"
    for old, new in (("、", "和"), ("的", ""), (",", "并")):
        changed = title.replace(old, new, 1)
        if changed != title and len(changed) >= SHORTEST and not quote.startswith(changed):
            return changed
    return f"{title}等" if title.endswith("工作") or len(title) > LONGEST - 3 else f"{title}等工作"
