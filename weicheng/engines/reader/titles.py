"""A row's title: verb and object, six to thirty characters, without owner, date and figures, and no cut of the quote."""

import re

import rjieba

SHORTEST, LONGEST, QUOTE_LIMIT = 6, 30, 30

_BRACKETS = re.compile(r"[((][^()()]*[))]")
_QUOTES = str.maketrans("", "", "“”\"‘’'〝〞[]【】")
_SPLIT = re.compile(r"[,,;;。!!??::\n]")
_TIME = re.compile(
    r"(?:从|自|于|在|到|至)?(?:(?:(?:20\d\d|二[〇零○0][〇零○\d一二三四五六七八九]{2})年|今年|明年|本年度?|当年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?:份|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|上旬|中旬|下旬|底|初|中)?|20\d\d年|“?[五七十]一”?|年|月|季度|本周|本月)"
    r"(?:[—\-~至到]+.{0,12}?[月日号旬底初])?(?:份|底|初|内|末)?(?:之?前|以前|前夕|开始|起|止|期间|中|内)?[,,]?"
)
_RHYTHM = re.compile(
    r"每(?:[一二两三半]?个?)(?:天|日|周|月|季度|年|星期)(?:末|底|初)?(?:[一二三四五六日天]|最后一个星期[一二三四五六日])?(?:上午|下午|晚上)?(?:至少|不少于)?"
    r"(?=[^次率])"
)
_ADVERBS = [
    "进一步",
    "认真",
    "切实",
    "积极",
    "深入",
    "广泛",
    "大力",
    "全面",
    "严格",
    "不断",
    "扎实",
    "彻底",
    "坚决",
    "尽快",
    "迅速",
    "立即",
    "继续",
    "着力",
    "重点",
    "集中",
    "统一",
    "逐步",
    "充分",
    "主动",
    "科学",
    "精心",
    "具体",
    "自觉",
    "适时",
    "及时",
    "突出",
    "定期",
    "必须",
    "务必",
    "应当",
    "应该",
    "需要",
    "必需",
    "一定",
    "一律",
    "随时",
    "时常",
    "经常",
    "努力",
    "真正",
    "首先",
    "其次",
    "同时",
    "并且",
    "还要",
    "还",
    "也要",
    "也",
    "并",
    "要",
    "应",
    "须",
    "需",
    "将",
    "将要",
    "拟",
    "请",
    "会后",
    "我们",
    "大家",
    "同志们",
    "要求",
    "统筹",
    "高度",
    "狠",
    "更好地",
    "更加",
    "有效",
    "不定期",
    "规范有序",
    "全力",
    "按时",
    "按要求",
    "力争",
    "确保",
    "大规模地",
]
_ADVERB = re.compile("(?:" + "|".join(sorted(map(re.escape, _ADVERBS), key=len, reverse=True)) + r")(?!求[^真])[,,、]?")
_MEANS = re.compile(
    r"^(?:按照|根据|对照|围绕|结合|通过|依据|依托|针对|本着|为了?(?!民)|在|以|利用|采取|紧紧围绕|遵照|参照)"
)
_OWNER = re.compile(
    r"^[^,,;;。]{1,28}?(?:局|办|委|镇|街道|单位|部门|小组|科室|室|所|站|组织部|宣传部|社区|村|学校|医院|企业|公司|中心|大队|支部|党委|政府|办事处|股|科"
    r"|书记|负责人|领导|人员|同志|职工|机关|居民|住户|商户|业主|值日员|会|处|院|厂|队|党支部|办公室|干部|党员)(?:\([^)]*\))?"
    r"(?:都|均|共同|分别)?(?:要|应当|应|须|必须|需|务必|负责(?!人|制)|牵头(?:负责)?|具体负责|将|统一|每(?=[周月天日年季])|联合|要求|可|决定|严格|认真|积极|切实|尽快|迅速|及时|定期)"
)
_DO = re.compile(
    r"^对(?P<object>.{2,40}?)(?:进行|实行|开展|予以|给予|加以)(?:了)?(?:一次)?(?P<manner>.{0,10}?)(?P<verb>[一-龥]{2,4}(?:、[一-龥]{2,4})*)$"
)
_FIGURE = re.compile(
    r"(?:达到?|为|在|不低于|不少于|不超过|至少|超过|控制在)?(?:\d[\d.,,]*|[一二两三四五六七八九十]+)(?:[—~\-至到]\d+)?(?:%|个百分点|处|座|个|次|名|人|份|期|场|部|篇|条|块|米|公里|平方米|元|万元|户|家|辆)"
    r"(?:左右)?(?:以上|以下|以内)?"
)
_STATE = re.compile(r"(?:整洁|整齐|有序|干净|畅通|完好|清洁|美观|无[^,。]{1,12}|规范|良好|齐全|达标|几净|明净|洁净)$")
_RATE = re.compile(
    r"^(?P<rate>.{2,20}?率(?:和.{2,12}?率|、.{2,12}?率)*)(?:均|都|要|应|须|必须)?(?:达到?|保持|控制|为|不低于|在|\d|100)"
)
_VERB_START = re.compile(
    r"^(?:召开|成立|组建|设立|设置|制定|制订|印发|出台|编制|建立|建设|建成|健全|完善|新建|改造|修建|安装|增设|更换|清理|清除|清运|清扫|打扫|"
    r"清洗|拆除|整治|治理|取缔|查处|检查|督查|督导|抽查|巡查|考核|验收|评比|评选|表彰|通报|追究|宣传|教育|培训|张贴|悬挂|制作|发放|开设|上报|报送|"
    r"总结|收集|整理|组织|开展|举办|举行|进行|实施|实行|推行|推进|安排|部署|分解|落实|执行|协调|配合|指导|帮助|管理|维护|控制|负责|完成|做好|抓好|搞好|"
    r"加强|加大|强化|加快|提高|提升|规范|坚持|保持|严禁|禁止|杜绝|不|防止|确保|创建|构建|投放|灭|填|配备|拨付|划定|划分|明确|细化|建|修|抓|开|发展|选|邀请|走访|督促|达到|实现|消除|遏制|改善|解决|巩固|深化)"
)


def title_of(quote: str, hint: str = "") -> str:
    """A title for the row that ``quote`` (clean text) states; ``hint`` is the innermost heading, used when it says too little."""
    cores = [core for core in (_core(piece) for piece in _SPLIT.split(_BRACKETS.sub("", quote))) if core]
    if not cores:
        return _fit(quote.translate(_QUOTES), hint)
    title = cores[0]
    if len(title) < 10 and len(cores) > 1 and len(title) + len(cores[1]) < 22:
        title += "、" + cores[1] if title[:1] not in "无不" else "," + cores[1]
    title = _fit(title, hint)
    if len(quote) > QUOTE_LIMIT and quote.startswith(title):
        title = _reword(title, cores, hint)
    return title


def _core(piece: str) -> str:
    """A clause without what is not its action; empty when it only says how, when or why."""
    text = piece.strip(" \u3000、")
    before = None
    while before != text:
        before = text
        text = _ADVERB.sub("", text, count=1) if _ADVERB.match(text) else text
        found = _TIME.match(text)
        if found and found.end() < len(text) - 3:
            text = text[found.end() :]
        found = _RHYTHM.match(text)
        if found:
            text = text[found.end() :]
        found = _OWNER.match(text)
        if found and len(text) - found.end() >= 4 and not _VERB_START.match(text):
            text = text[found.end() :]
        text = text.lstrip("、,, ")
    if _MEANS.match(text) and not re.search(r"(?:开展|进行|做好|制定|召开|组织|落实|建立|整治|宣传|清理|检查)", text):
        return ""
    text = text.translate(_QUOTES)
    found = _DO.match(text)
    if found:
        text = found["verb"] + found["object"]
    found = _RATE.match(text)
    if found:
        return found["rate"][-26:] + "达标"
    text = _FIGURE.sub("", text) if len(text) > 6 else text
    if not _VERB_START.match(text) and _STATE.search(text):
        text = "保持" + text
    return text.strip("、,, ")


def _fit(title: str, hint: str) -> str:
    """Between the shortest and the longest length, cut where a word ends."""
    title = title.replace("\n", "").replace(" ", "").strip("、,,。;;")
    if len(title) > LONGEST:
        title = _shorten(title)
    if len(title) < SHORTEST:
        hint = _core(hint) if hint else ""
        if hint and hint not in title and len(hint) + len(title) <= LONGEST - 2:
            title = f"{hint}:{title}" if len(hint) + len(title) >= SHORTEST - 1 else title
    if len(title) < SHORTEST:
        title = ("做好" + title if not _VERB_START.match(title) else title) + "工作"
    if len(title) < SHORTEST:
        title = "认真" + title
    return title[:LONGEST]


def _shorten(title: str) -> str:
    """Leave out attributes and the tail of lists until it fits."""
    found = _VERB_START.match(title)
    if found and "的" in title[found.end() : -2]:
        verb, rest = title[: found.end()], title[found.end() :]
        noun = rest[rest.rindex("的", 0, -2) + 1 :]
        if len(noun) >= 4 and len(verb) + len(noun) <= LONGEST:
            return verb + noun
    parts = title.split("、")
    if len(parts) > 2:
        short = "、".join(parts[:2])
        tail = re.search(r"等.{2,10}$", parts[-1])
        short += tail.group() if tail else "等"
        if SHORTEST <= len(short) <= LONGEST:
            return short
    if "、" in title:
        cut = title.rfind("、", SHORTEST, LONGEST)
        if cut > 0:
            return title[:cut] + ("等" if cut < LONGEST else "")
    length, kept = 0, []
    for word in rjieba.cut(title):
        if length + len(word) > LONGEST:
            break
        kept.append(word)
        length += len(word)
    while len(kept) > 1 and kept[-1] in {
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
    }:
        kept.pop()
    return "".join(kept)


def _reword(title: str, cores: list[str], hint: str) -> str:
    """Say it otherwise when it came out as the beginning of the quote."""
    if len(cores) > 1 and len(title) + 1 + len(cores[1]) <= LONGEST:
        return title + "、" + cores[1]
    if "的" in title[2:-2]:
        return title.replace("的", "", 1)
    if "、" in title:
        return title.replace("、", "和", 1)
    if len(cores) > 1:
        other = _fit(cores[1], hint)
        if len(other) >= SHORTEST:
            return other
    if len(title) <= LONGEST - 2:
        return "落实" + title if not _VERB_START.match(title) else "认真" + title
    return "认真" + _shorten(title[: LONGEST - 2])
