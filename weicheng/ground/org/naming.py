"""How Chinese papers shorten the names of units: one canonical form for all the ways of writing one name.

For ``canon = Canon(["青禾区"])``, 青禾区住房和城乡建设局, 区住建局 and 住房城乡建设局 all give 住建局.
"""

import re
import unicodedata
from collections.abc import Iterable

# Long form -> its usual short form, then other ways of writing it.
_SHORT = {
    "住房和城乡建设": "住建 住房城乡建设 住房与城乡建设 住房和城乡规划建设 住房城建 住房建设",
    "市场监督管理": "市场监管 市监 市场和质量监督管理",
    "卫生健康": "卫健 卫生和健康 卫生和计划生育 卫生计生 卫计",
    "城市管理": "城管 城市管理和综合执法 城市管理综合执法 城市管理综合行政执法 城市管理和综合行政执法 "
    "城市管理行政执法 城管执法 城市综合管理 "
    "城市管理与综合执法 城市管理执法 城管综合执法 综合管理和执法",
    "教育体育": "教体 教育和体育 教育与体育",
    "发展和改革": "发改 发展改革 发展与改革",
    "工业和信息化": "工信 工业信息化 工业与信息化",
    "经济和信息化": "经信 经济信息化",
    "科技和工业信息化": "科工信 科学技术和工业信息化 科技工业信息化",
    "人力资源和社会保障": "人社 人力资源社会保障 人力资源与社会保障",
    "自然资源和规划": "自规 资规 自然资源规划 自然资源与规划",
    "文化和旅游": "文旅 文化旅游 文化与旅游",
    "文化广电和旅游": "文广旅 文广旅游 文化广电旅游 文化广播电视和旅游",
    "文化体育和旅游": "文体旅 文体旅游 文化体育旅游 文旅体",
    "文化广电体育和旅游": "文广体旅 文化广电旅游体育 文广旅体",
    "交通运输": "交通 交运",
    "应急管理": "应急",
    "医疗保障": "医保",
    "退役军人事务": "退役军人 退役",
    "行政审批服务": "行政审批 审批服务 审批",
    "政务服务和数据管理": "政务服务数据管理 政数 政务数据",
    "政务服务管理": "政务服务 政务",
    "机关事务管理": "机关事务 机关事务服务 机关后勤",
    "环境卫生": "环卫",
    "园林绿化": "园林",
    "农业和农村": "农业农村",
    "科学技术": "科技",
    "环境保护": "环保",
    "民族宗教事务": "民宗 民族宗教",
    "疾病预防控制": "疾控",
    "卫生监督": "卫监",
    "爱国卫生运动委员会": "爱卫会 爱国卫生运动委",
    "精神文明建设委员会": "文明委 精神文明建设指导委员会",
    "妇女联合会": "妇联",
    "残疾人联合会": "残联",
    "科学技术协会": "科协",
    "文学艺术界联合会": "文联",
    "工商业联合会": "工商联",
    "供销合作社联合社": "供销社 供销合作社 供销联社 供销",
    "交通警察": "交警",
    "消防救援": "消防",
    "国有资产监督管理": "国资 国资监管 国有资产管理",
    "地方金融监督管理": "金融 金融监管",
    "巡视巡察": "巡察",
    "党政综合": "党政",
}
# What older papers call the bodies of today: only suggested, for which body took over differs from place to place.
PREDECESSORS = {
    "卫生": "卫健",
    "环保": "生态环境",
    "工商": "市场监管",
    "质监": "市场监管",
    "质量技术监督": "市场监管",
    "食品药品监督管理": "市场监管",
    "食药监": "市场监管",
    "药监": "市场监管",
    "国土": "自规 自然资源",
    "国土资源": "自规 自然资源",
    "规划": "自规 自然资源 住建",
    "自然资源": "自规",
    "建设": "住建",
    "城建": "住建 城管",
    "房管": "住建",
    "农业": "农业农村",
    "畜牧": "农业农村",
    "文化": "文旅 文广旅 文体旅",
    "文广": "文旅 文广旅 文体旅",
    "旅游": "文旅 文广旅 文体旅",
    "教育": "教体",
    "体育": "教体 文体旅",
    "安监": "应急",
    "经贸": "工信 商务",
    "经信": "工信",
    "商务粮食": "商务",
    "水利": "水务",
    "市容": "城管",
    "环卫": "城管",
    "城管执法": "城管",
    "城市管理行政": "城管",
    "市政": "城管 住建",
    "劳动": "人社",
    "人事": "人社",
    "运政": "交通",
    "交警": "公安",
    "行政服务": "行政审批 政务服务",
}
_FIXED = (  # (pattern, replacement): endings and set phrases, applied in this order
    (r"^中国共产党|^中共", ""),
    (r"人民代表大会常务委员会|人大常委会|人民代表大会", "人大"),
    (r"中国人民政治协商会议|政治协商会议", "政协"),
    (r"^共青团.{0,8}?委员会$|^共青团.{0,8}?委$|^团[区县市州旗]委$", "团委"),
    (
        r"创建国家卫生.{1,6}?(?:工作)?(?:领导小组)?(?:指挥部)?办公室$|创建卫生.{1,4}办公室$|^创卫工作(?:领导小组)?办公室$|^创卫(?:指挥部)?办公室$",
        "创卫办",
    ),
    (r"爱卫会办公室$", "爱卫办"),
    (r"文明委办公室$|精神文明(?:建设)?办公室$", "文明办"),
    (r"人民政府|政府机关$", "政府"),
    (r"人民法院", "法院"),
    (r"人民检察院", "检察院"),
    (r"广播电视台|广播电视总台", "广电台"),
    (r"有限责任公司|股份有限公司|有限公司|总公司|集团公司", "公司"),
    (r"居民委员会", "居委会"),
    (r"村民委员会", "村委会"),
    (r"管理委员会", "管委会"),
    (r"(?<=.)委员会办公室$", "委办"),
    (r"(?<=[改健建信育])委员会$", "委"),
    (r"(?<=政府)办公室$", "办"),
    (r"^[区县市州旗]?委办公室$", "委办"),
    (r"街道办事处$|街道办$|街办$|街道办事处机关$", "街道"),
    (r"(?<=[镇乡])(?:政府|党委政府|党委)$", ""),
    (r"社区居委会$", "社区"),
    (r"(?<=.村)(?:村委会|村民委员会|委会)$|(?<=.)村村委会$", ""),
    (r"中医医院", "中医院"),
)
_LEVELS = "区县市州旗盟"
_BRACKETED = re.compile(r"[（(［\[【][^）)］\]】]*[）)］\]】]")
_MARKS = re.compile(r"[\s　“”\"'‘’《》〈〉·.。,，、;；:：!！*＊_—-]")
_AREA = re.compile(r"^([一-鿿]{2,8}?(?:自治县|自治州|自治旗|新区|区|县|市|旗|州|盟))")
_NOT_AN_AREA = re.compile(
    r"(?:社区|园区|小区|街区|景区|片区|辖区|校区|矿区|城市|超市|都市|集市|夜市|城区|地区|开发区)$"
)
_AREA_TAIL = re.compile(
    r"^(?:人民政府|委员会|委|政府|人大|政协|.{1,16}(?:局|委|办|办公室|中心|部|院|联|会|队|公司|社))$"
)


def _word_table() -> list[tuple[str, str]]:
    pairs = [(way, ways.split()[0]) for long, ways in _SHORT.items() for way in (long, *ways.split()[1:])]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


_WORDS = _word_table()
_WORD_TO_SHORT = dict(_WORDS)
_WORD = re.compile("|".join(re.escape(long) for long, _ in _WORDS))
_FIXED_RULES = [(re.compile(pattern), replacement) for pattern, replacement in _FIXED]


def clean(text: str) -> str:
    """One width, without spaces, quotes and marks; brackets stay."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).replace("(", "（").replace(")", "）")


def successors_of(short: str) -> list[str]:
    """Stems of the bodies that took over what ``short`` (canonical, 环保局 or 工商部门) did: ["生态环境"]."""
    stem = re.sub("(?:行政)?(?:主管)?(?:部门|系统|局|委|办|分局|大队|所)$", "", short)
    return PREDECESSORS.get(stem, "").split()


def without_brackets(text: str) -> str:
    return _BRACKETED.sub("", text)


def areas_in(names: Iterable[str]) -> set[str]:
    """Names of areas which at least two of ``names``, or the name of a government, begin with: {"青禾区"}."""
    count: dict[str, int] = {}
    for name in names:
        found = _AREA.match(clean(name))
        if not found or _NOT_AN_AREA.search(found.group(1)):
            continue
        rest = clean(name)[found.end() :]
        if _AREA_TAIL.match(rest):
            weight = 2 if rest in {"人民政府", "政府", "委员会", "委"} else 1
            count[found.group(1)] = count.get(found.group(1), 0) + weight
    return {area for area, weight in count.items() if weight >= 2}


class Canon:
    """Canonical forms within known areas. ``levels``: prefixes that mean our own area (区 in 区住建局)."""

    def __init__(self, areas: Iterable[str] = ()) -> None:
        whole = {clean(area) for area in areas if area}
        self.levels = {area[-1] for area in whole if area[-1] in _LEVELS} or set(_LEVELS)
        stems = {area[:-1] for area in whole if len(area) > 2 and area[-1] in _LEVELS}
        prefixes = sorted(whole | stems, key=len, reverse=True)
        self._area = re.compile("^(?:" + "|".join(map(re.escape, prefixes)) + ")") if prefixes else None
        # The branch of an upper bureau in our area: 云川市生态环境局青禾分局 is 生态环境分局 here.
        places = "|".join(map(re.escape, prefixes))
        self._branch = re.compile(f"^(?:[一-鿿]{{2,4}}?市)?(.{{2,8}}?)局?(?:{places})分局$") if prefixes else None

    def __call__(self, text: str) -> str:
        """The canonical form; never empty for a text that is not."""
        name = re.sub("^(?:中国共产党|中共)", "", clean(text))
        name = self._branch.sub(r"\1分局", name) if self._branch else name
        name = self._without_area(name)
        name = _WORD.sub(lambda found: _WORD_TO_SHORT[found.group()], name)
        for pattern, replacement in _FIXED_RULES:
            name = pattern.sub(replacement, name) or name
        return self._without_level(name)

    def own_part(self, text: str) -> str:
        """The name without area and level, its words as written: for spelling."""
        return self._without_level(self._without_area(clean(text)))

    def _without_area(self, name: str) -> str:
        while self._area:
            found = self._area.match(name)
            rest = name[found.end() :] if found else ""
            # 青禾 alone, or what is left of 青禾街道 and 青禾社区, is a place and no prefix.
            if len(rest) < 2 or rest.startswith(("街道", "镇", "乡", "社区", "村", "路")):
                break
            name = rest
        return name

    def _without_level(self, name: str) -> str:
        """区住建局 -> 住建局, 区委宣传部 -> 宣传部; 市场监管局 and 区委 stay what they are."""
        if len(name) > 3 and name[0] in self.levels and name[1] == "委" and name[2:] != "办":
            return name[2:]
        if len(name) > 2 and name[0] in self.levels and not name.startswith(("市场", "市政", "市容", "区域", "州府")):
            return name[1:] if name[1:] not in {"委", "级", "直"} else name
        return name


_STEM = re.compile(r"^(.{4,12}?)(局|委|办|中心|处|厅)$")


def initial_words(name: str) -> str:
    """The rule for what no table knows: first characters of the words, 商务和粮食局 -> 商粮局, or ""."""
    found = _STEM.match(name)
    if not found:
        return ""
    parts = re.split("[和与及]", re.sub("(?:管理|服务|事务|监督)$", "", found.group(1)))
    words = [part[i : i + 2] for part in parts for i in range(0, len(part), 2)]
    if len(words) < 2 or any(len(word) < 2 for word in words):
        return ""
    return "".join(word[0] for word in words) + found.group(2)


def written_forms(name: str) -> set[str]:
    """The name itself, without its bracket, and what the bracket holds when it is a name: 城管局（综合执法局）."""
    whole = clean(name)
    forms = {whole, clean(without_brackets(whole))}
    for inner in re.findall(r"（([^）]{3,20})）", whole):
        if re.search(r"(?:局|委|办|中心|所|队|院|公司)$", inner):
            forms.add(inner)
    return {form for form in forms if len(form) > 1}
