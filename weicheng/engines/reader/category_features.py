"""What the category model sees of a row: vocabulary by category, place in the sentence, turns of phrase, kind of paper."""

import re
from functools import cache, lru_cache

import ahocorasick

from weicheng.engines.reader.category_words import NEUTRAL, WORDS
from weicheng.engines.reader.word_lists import as_bytes, automaton_of

Scores = dict[str, float]
Hit = tuple[str, Scores]

STRONG, WEAK = 3.0, 3.0  # a word, a row, that speaks for itself
_CAP, _SCALE = 8.0, 5.0
_DROPPED = "“”\"‘’'《》〝〞「」 \n"
_MARKS = str.maketrans("", "", _DROPPED)
_MARK = re.compile(f"[{_DROPPED}]")


@cache
def _automaton() -> "ahocorasick.Automaton":
    scores: dict[str, Scores] = {word: {} for word in NEUTRAL.split()}
    for category, by_weight in WORDS.items():
        for weight, words in by_weight.items():
            for word in words.split():
                known = scores.setdefault(word, {})
                known[category] = max(float(weight), known.get(category, 0.0))
    return automaton_of({word: (word, values) for word, values in scores.items()})


def word_hits(text: str) -> list[Hit]:
    """Words of the vocabulary in ``text`` in order, with their weights; of overlapping words the leftmost and longest."""
    return hits_of(plain(text))


def hits_of(text: str) -> list[Hit]:
    """The same of a plain text."""
    return [hit for _, hit in _automaton().iter_long(as_bytes(text)) if hit[1]]


def plain(text: str) -> str:
    """``text`` without quotation marks, spaces and line breaks."""
    return text.translate(_MARKS) if _MARK.search(text) else text


@cache
def alone(word: str) -> Scores:
    """What a word of the vocabulary says by itself."""
    return vocabulary([_automaton().get(as_bytes(word))])


@cache
def tells(word: str) -> bool:
    """Whether a word of the vocabulary tells the category by itself."""
    return max(_automaton().get(as_bytes(word))[1].values()) >= STRONG


def vocabulary(hits: list[Hit]) -> Scores:
    """How much the words say for each category, from 0 to 1.6."""
    totals: Scores = {}
    for _, values in hits:
        for category, weight in values.items():
            totals[category] = totals.get(category, 0.0) + weight
    return {category: (total if total < _CAP else _CAP) / _SCALE for category, total in totals.items()}


_MONTH = r"(?:\d|[一二三四五六七八九十])"
_TURNS = {
    "x:report": r"报(?![告纸名酬销道刊社考废])[^,。;]{1,14}(?:办|局|部|所|县|市|委|组|科|会|街道|室|镇|院)|报送|上报|书面(?:报|反馈)|小结报|情况报|报至|送至",
    "x:report_last": r"报(?![告纸名酬销道刊社考废])[^,。;]{0,14}$|(?:报送|上报|报告|反馈|汇报)[^,。;]{0,16}$",
    "x:goal": r"(?:通过|接受|迎接).{0,10}(?:验收|考核|评审|复审|评估|鉴定|命名)|(?:达到|符合).{0,12}(?:标准|要求)|成功创建|建成.{0,6}(?:卫生|文明)|命名|各项指标|分配的|下达的|交办的",
    "x:sanction": r"^凡?(?:对|凡).{2,60}(?:通报|追究|问责|表彰|奖励|处罚|处分|责令|整改|约谈|取消|扣|提拔|警告|停)|扣.{0,6}分|一票否决|奖金|取消.{0,8}资格|评.{0,3}[优先]资格",
    "x:decide": r"(?:决定|定于|拟).{0,40}(?:开展|创建)",
    "x:rate": r"率.*(?:\d|百分)|(?:\d|百分).*率",
    "x:found": r"^(?:成立|组建|组织|调整|设立|下设)|(?:成立|组建|组织)[^,。]{0,20}(?:小组|专班|指挥部|机构|组)|领导小组下设|组长",
    "x:checks": r"(?:检查|巡查|督查|抽查|考核)(?:评比|活动|工作|验收)?$|^(?:要|定期|随机|组织|开展|每.{1,3}){0,2}(?:检查|巡查|督查|抽查|考核)",
    "x:outside": r"路段|街巷|道路|沿街|占道|门前|主干道|社区|小区",
    "v:inspect": r"检查|督查|督导|抽查|巡查|考核|验收|暗访|监测|检测",
    "v:build": r"新建|新增|改造|改建|扩建|修建|安装|增设|更换|修复|疏通|建成(?!区)|完成.{0,12}(?:改造|建设)",
    "v:clean": r"清扫|清理|清除|保洁|打扫|清洗|冲洗|清运",
    "v:make": r"制定|制订|编制|出台|建立|健全|完善",
    "v:meet": r"召开|举行|举办",
    "v:give": r"张贴|悬挂|发放|设置|播放|开设",
    "v:forbid": r"严禁|禁止|不得|杜绝|取缔|查处|制止|劝",
    "v:keep": r"保持|做到|达到|整洁|无",
    "v:punish": r"^对|取消|扣",
}  # fmt: skip
_PHASE = re.compile(
    rf"^[^,。;:]{{2,16}}[(][^)]{{0,6}}{_MONTH}[^)]*[)]$|^[^,。]{{0,4}}\d{{4}}年\d+月.{{0,12}}(?:至|-|—).{{0,14}}$|^第?[一二三四]季度[:]"
)
_HEADS = {
    "h:goal": (-1, r"目标|总体要求"), "h:lead": (-1, r"领导|责任|组织"), "h:steps": (0, r"步骤|安排|阶段|进度|时间"),
    "h:measures": (0, r"保障|措施|要求|纪律"), "h:tasks": (0, r"任务|重点|内容|职责|分工|责任"),
}  # fmt: skip
_KINDS = {
    "k:school": r"学校|小学|中学|幼儿园|大学|学院", "k:hospital": r"医院|卫生院|卫生服务", "k:company": r"公司|银行|支行|厂|集团|企业",
    "k:bureau": r"局", "k:party": r"党|七一|创先|团委|工会", "k:speech": r"讲话|主持|发言", "k:rules": r"制度|办法|细则",
    "k:vector": r"病媒|四害|灭鼠", "k:area": r"[市县区镇]|街道",
}  # fmt: skip
TURNS = {name: re.compile(pattern) for name, pattern in _TURNS.items()}
HEADS = {name: (place, re.compile(pattern)) for name, (place, pattern) in _HEADS.items()}
KINDS = {name: re.compile(pattern) for name, pattern in _KINDS.items()}

_UNIT = re.compile(
    r"我[局校院行厂站所]|全[校院行局司](?!势|面|部)|本[局校院行]|公司|各[股科处]室|各班|机关各?科?室|各部室|全体(?:干部)?职工|全体师生|班主任"
    r"|干部职工|院内|校园|局机关|各支行|各(?:支部|处室|车间|班组)"
)
_AREA = re.compile(  # each begins with one letter, not with a class: then the search passes over all others at one go
    r"全[县区市镇乡]|各(?:乡镇|镇|街道|社区|村)|县(?:直|政府)|区(?:直|政府)|市(?:直|政府)|镇政府|城区|辖区|建成区|街道办"
)
_PARTY = re.compile(r"党员|党支部|创先争优|主题实践活动|党委|七一")
QUOTE = 400  # characters of a row that are looked at for turns of phrase
_READ = 8000  # characters of a paper that tell its kind


def paper_features(title: str, text: str) -> Scores:
    """What sort of paper it is: one unit's own, an area's, the Party's; by its title and its first pages."""
    title = plain(title)
    found: Scores = {name: 1.0 for name, pattern in KINDS.items() if pattern.search(title)}
    opening = text[:_READ]
    unit, area = len(_UNIT.findall(opening)), len(_AREA.findall(opening))
    found["k:unit"] = unit / (unit + area + 2.0)
    found["k:partyish"] = min(1.0, 40 * len(_PARTY.findall(opening)) / max(len(opening), 1))
    return found


def turns(quote: str) -> Scores:
    """Turns of phrase of a row (clean text) that tell its category whatever the words."""
    return turns_of(plain(quote[:QUOTE]))


# words one of which a turn of phrase holds; where they are all of it, the pattern need not be asked
_CUES = {
    "x:report": "报 书面反馈 送至", "x:report_last": "报 反馈", "x:sanction": "对 凡 扣 一票否决 奖金 取消 评",
    "x:goal": "通过 接受 迎接 达到 符合 成功创建 建成 命名 各项指标 分配的 下达的 交办的", "x:decide": "决定 定于 拟",
    "x:rate": "率", "x:found": "成立 组建 组织 调整 设立 下设 组长", "x:checks": "检查 巡查 督查 抽查 考核", "v:punish": "对 取消 扣",
    "v:build": "新建 新增 改造 改建 扩建 修建 安装 增设 更换 修复 疏通 建成 完成",
}  # fmt: skip
_BITS = {name: 1 << i for i, name in enumerate(TURNS)}


@cache
def _cue_words() -> "ahocorasick.Automaton":
    """Each cue with the turns, as bits, that may or do hold where it stands."""
    bits: dict[str, int] = {}
    for name, bit in _BITS.items():
        for word in _CUES[name].split() if name in _CUES else TURNS[name].pattern.split("|"):
            bits[word] = bits.get(word, 0) | bit
    return automaton_of(bits)


@lru_cache(maxsize=4096)
def _open(seen: int) -> list[tuple[str, re.Pattern[str] | None]]:
    """The turns for which cues were seen, each with its pattern where the cue does not settle it."""
    return [(name, TURNS[name] if name in _CUES else None) for name, bit in _BITS.items() if seen & bit]


def turns_of(text: str) -> Scores:
    """The same of a plain text."""
    seen = 0
    for _, bits in _cue_words().iter(as_bytes(text)):
        seen |= bits
    found: Scores = {name: 1.0 for name, pattern in _open(seen) if pattern is None or pattern.search(text)}
    if len(text) < 45 and (text[-1:] == ")" or "年" in text or "季度" in text) and _PHASE.search(text):
        found["x:phase"] = 3.0
    if len(text) < 12:
        found["x:short"] = 1.0
    return found


def heading_turns(headings: list[str]) -> Scores:
    """What sort of section the row stands in."""
    if not headings:
        return {"h:none": 1.0}
    return {name: 1.0 for name, (place, pattern) in HEADS.items() if pattern.search(headings[place])}


# the row's words or turns under a condition of section, paper or other words
_PAIRS = (
    ("k:unit", "own:city_appearance"), ("k:unit", "own:infrastructure"), ("k:unit", "in:city_appearance"),
    ("k:partyish", "own:publicity_education"), ("k:partyish", "own:units_communities"), ("k:partyish", "own:organisation"),
    ("k:unit", "x:outside"), ("x:outside", "own:city_appearance"), ("x:checks", "own:supervision"), ("in:units_communities", "own:city_appearance"),
    ("in:units_communities", "own:infrastructure"), ("in:city_appearance", "own:infrastructure"),
    ("in:infrastructure", "own:city_appearance"), ("v:build", "own:city_appearance"),
    ("in:supervision", "own:supervision"), ("in:archives", "own:archives"), ("own:supervision", "own:archives"),
    ("own:organisation", "own:supervision"), ("own:publicity_education", "own:vector_control"),
    ("own:publicity_education", "own:public_places"), ("h:goal", "x:goal"), ("h:none", "x:decide"),
    ("in:food_water", "own:supervision"), ("in:public_places", "own:supervision"),
    ("in:vector_control", "own:supervision"), ("in:disease_control", "own:supervision"),
)  # fmt: skip
CROSSES = tuple((f"c:{one}*{other}", one, other) for one, other in _PAIRS)
