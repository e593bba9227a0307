"""Names of those who act, as Chinese papers write them: offices, collectives (各…), people in a post.

A grammar of endings, not a list of places: 区城管局, 各镇（街道）办事处, 县爱卫办, 两矿一厂, 产权、测绘、白蚁等五个股室.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

_ORGANISATIONS = (
    "领导小组办公室 领导小组 指挥部 委员会 办事处 管理处 代表处 办公室 管委会 居委会 村委会 委办 党工委 党委会 党委 党组 党总支 党支部 支部 总支 政府 人大 政协 "
    "机关 单位 部门 企业 公司 集团 银行 支行 分行 分局 学校 大学 中学 小学 幼儿园 医院 卫生院 卫生室 诊所 门诊部 中心 事务所 派出所 监督所 街道办 街道 社区 乡镇 "
    "镇办 街办 镇街 乡街 村居 村组 园区 开发区 景区 协会 学会 联合会 商会 工会 团委 妇联 残联 文联 科协 工商联 红十字会 法院 检察院 公安 交警 大队 中队 支队 "
    "总队 专班 工作组 督查组 检查组 小组 窗口 电视台 电台 报社 融媒体中心 车站 供电所 股室 科室 部室 处室 股站 站所 窗口单位 住户 商户 业户 经营户 门店 物业 "
    "院务会 局务会 行务会 校务会 爱卫会 爱卫办 创卫办 创建办 文明办 迎创办 督查室 督办室 督察室 学院 书院 年级 班级 系部 教研组 车间 班组 项目部 工地 林场 农场 "
    "县区 市区县 市县 县市 区县 县市区 行政村 党组织 团组织 群团组织 社会组织 组织 县城管 开办者 主办者 承办者 经营者 业主 房东"
).split()
_ENDINGS = (
    "局 委 办 部 站 所 队 院 校 镇 乡 村 科 股 室 组 会 厅 署 厂 店 居 场 处 矿 县 区 市 行 庭 台 社 园 户".split()
)
_PEOPLE = (
    "负责人 负责同志 责任人 领导 干部职工 干部 职工 党员 人员 全体同志 每个同志 各位同志 书记 主任 副主任 局长 副局长 院长 副院长 校长 副校长 组长 副组长 站长 所长 科长 股长 处长 行长 镇长 乡长 "
    "区长 县长 市长 村长 经理 厂长 部长 会长 秘书长 护士长 班主任 网格员 网格长 路长 楼长 街长 巷长 河长 田长 保洁员 清洁工 联络员 信息员 监督员 协管员 劝导员 管理员 值班员 值日员 值日生 "
    "志愿者 队员 全体成员 各成员 教师 老师 学生 家长 师生 居民 市民 村民 员工 一把手 “一把手” 带班领导 分管领导 包抓领导 包联领导 主官 医务人员 科主任 专干 安全员 检查员 督查员 督导员 宣传员 团员 工作者 "
    "委员 代表 医生 护士 医师 牵头人 包保人 联系人 业户 从业人员"
).split()
_FIXED = "机关 两矿一厂 每个同志 每位同志 全体同志 各位同志".split()

_words = sorted({*_ORGANISATIONS, *_PEOPLE}, key=len, reverse=True)
SUFFIX = re.compile("|".join(map(re.escape, _words)) + "|[" + "".join(_ENDINGS) + "]")
_PERSON = re.compile("(?:" + "|".join(map(re.escape, sorted(_PEOPLE, key=len, reverse=True))) + ")$")
_OFFICE = re.compile("(?:" + "|".join(map(re.escape, _ORGANISATIONS)) + ")$")
# Words that end like a unit and are none: places, meetings, parts of things.
_NOT_A_UNIT = re.compile(
    r"(?:场所|厕所|公厕|会议室|教室|卧室|浴室|地下室|大会|座谈会|动员会|推进会|例会|专题会|会议|现场会|调度会|内部|全部|外部|局部|到处|随处|各处|多处|一处|此处|之处"
    r"|城乡|农村|新农村|乡村|城中村|市区|城区|镇区|建成区|辖区|社会|机会|城市|超市|夜市|门市|都市|卫生城市|市场|广场|现场|立场|停车场|操场|农贸市场|集市场|垃圾场|处理场"
    r"|县城|阶段|柜台|平台|阳台|后台|前台|举行|进行|实行|试行|执行|运行|发行|通行|流行|自行|先行|步行|银行业|公园|校园|庭院|家园|果园|菜园|幼儿|食堂|垃圾处|重点区|核心区|住宅区|小区|居民区|家属区|生活区|矿区|厂区"
    r"|商业区|责任区|景区内|片区|街区|社区内|有所|无所|厂矿|厂家|家庭户|门户|开户|落户|入户|到户|逐户|基础|卫生村|卫生镇|卫生县|卫生区|卫生街道|卫生社区|卫生单位|文明单位|无烟单位|先进单位|示范单位"
    r"|卫生乡|卫生科室|卫生乡镇|卫生县城|同志们|大家|队伍|病区|诊室|办公场|公共场|主会场|会场|市容|道路|沿街|工地|贫困户|困难户|低保户|组织|地区|灾区|社区卫生|村庄"
    r"|门前|分组|互联网站|网站|车站|加油站|中转站|收购站|回收站|转运站|书店|饭店|酒店|商店|药店|旅店|门店|早餐店|小餐饮店|饮食店|理发店|美容店|组织领导|加强领导|统一领导|小组成员|[一-鿿]全[局院校县区市镇])$"
)  # fmt: skip
# A bare street, village or shop is a place; it acts when it is named or collective (各…, 城东街道).
_PLACE_HEADS = re.compile(
    r"^(?:镇区|城区|主要|沿街|临街|辖区内?|市区|县城|主次|背街|重点|所有|全部|部分|其他|其它|周边|新建|在建|建筑|施工|公共|居民|住宅|家属|大中)"
)
_COLLECTIVE = re.compile(
    r"^(?:各|每个|每一个|每位|每名|全体|其他各|其它各|基层各|机关各|区直各|县直各|市直各|镇直各|所有|全[局院校行镇县区市办系]体?|驻|辖区各|相关|有关|涉及|其他|其它)"
)

_CANNOT_START = re.compile(
    r"成立|设立|建立|落实|开展|加强|召开|制定|完善|做好|抓好|推进|深入|确保|实行|强化|加大|健全|明确|利用|通过|发动|动员|引导|督促|指导|帮助|要求|责成|责令|对|把|将|向|为|按|以|从|在|到|与|和|及|并|使|让|给|"
    r"力争|力求|是|有|无|不|没|让|可|请|由|要|应|须|得|于|其中|此|该项|进一步|继续|切实|认真|积极|全面|充分|严格|坚持|配合|协助|联系|会同|支持|落|做|搞好|争取|争创|达到|完成|形成|营造|突出|围绕|根据|结合|深化|提高|"
    r"提升|增强|统一|聘请|邀请|抽调|安排|派出(?!所)|选派|评选|表彰|奖励|通报|约谈|问责|命名|创成|设置|配备|配齐|依托|依靠|发挥|带动|推动|带领|组建|设在|下设|隶属|进入|走进|深化|取缔|关闭|清理|整治|打造|建成|新建|改造|拆除|印发|张贴|悬挂|发放|"
    r"第[一二三四五六七八九十]|一是|二是|三是|四是|五是|首先|其次|同时|因|如|若|凡|但|而|则|即|特别是|尤其|以及|或者|扎实|广泛|迅速|立即|及时|定期|每[天日周月季年]|[一二三四五六七八九十两]个月|创建(?!办|工作)|巩固(?!办)|申报|迎接|参加(?!单位)|参与(?!单位)|规范|深"
)
_STARTS_WITH_VERB = re.compile(
    r"组织|宣传|管理|督查|督导|督办|检查|监督|执法|建设|规划|发展|服务|指挥|保洁|协调|整治|创建|参加|参与|清扫|保障|考核|评比|巡查|治理|审计|统计|监测|防治|教育|保护|运输|执勤|值班|值日|经营|改革|采购|评审|验收|投资|销售|分管|包抓|包联|牵头|配合|责任|主管|主办|协办|承办|开办"
)
_VERBAL_NAME = re.compile(
    r"(?:组织(?:部|科|室|股|处|人事)|宣传(?:部|科|股|处|组|文化)|(?:执勤|值班|值日|保洁|清扫|督查|督导|检查|监督|执法|管理|服务|评审|验收|教育|经营|巡查|分管|包抓|包联|从业|宣传|参加|参与|责任)"
    r"(?:人员|员|领导|干部|单位|部门|户|者|负责人|责任人|人)|[^\s]{2,8}?(?:组|办|室|处|局|所|站|队|中心|委员会|委|公司|科|股|指挥部|单位|部门|企业|领导|办公室))$"
)
_ILLEGAL = re.compile(
    r"^[\d(（一几多某半我本该-]|[一-鿿”](?<!机关)(?<!基层)(?<!其他)(?<!其它)(?<!直)(?<!属)(?<!内)(?<!直单位)各|[\d()（）]|同志|[的了着过被是不对将在从向给要让使,。;:!?，；：！？《》\s]|有(?!关|限)|把(?!手)|进行|负责|开展|落实|要求|牵头(?!单位|部门|人)|配合(?!单位|部门)|成为|对照"
)
_GOES_ON = re.compile(
    r"负责人|负责同志|责任人|领导(?!下)(?![^,，。;；]{0,4}工作)|主要负责|主要领导|分管领导|一把手|“一把手”|书记|主任(?!持)|干部|职工|党员|班子|全体|下属|联络员|工作人员"
)
_NOUN_BODY = re.compile(
    r"组织(?:部|科|室|股|处)|(?<!组织)(?:[省市县区州镇乡街局院校行厂办]|人民|综合|卫生|环境|城市|城乡|公共|国家|行政|市场|社会|中小|物业|农村|生态|信息|后勤|安全|交通|应急|政务|数据|联合|专项)?"
    r"(?:指挥|管理|监督|服务|指导|检查|宣传|督查|督导|督察|督办|执法|建设|规划|环卫|保障|考核|协调|发展|改革|防治|监测|协管|救助|治理|统计|审计|整治|保洁)[^\s,。;:，。；：、的一二两三四五六七八九十\d次]{0,5}?"
    r"(?:部|中心|处|局|所|站|队|组|室|科|股|委|公司|办|员|人员|领导小组)"
)

_ADVERBS = (
    "切实 积极 认真 全面 充分 严格 坚持 进一步 继续 扎实 广泛 迅速 立即 及时 定期 不定期 分别 共同 具体 主要 统一 负责 密切 主动 大力 深入 尽快 随时 自觉 所属 每天 每日 每周 每月 每季度 每半年 每年 每半月 "
    "每两个月 每半个月 至少 必须 务必 务于 务必于 要 应 应当 应该 须 需 需要 将 会 可 可以 不得 严禁 禁止 不准 都 均 也 也要 再 先 先行 同步 同时 又 既 还 还要 就 才 一律 一定 一定要 相互 互相 按时 按期 按要求 "
    "按职责 按照 根据 依据 依照 参照 对照 结合 围绕 针对 对 把 将 向 以 在 从 于 自 为 用 通过 利用 采取 采用 充分 联合 会同 配合 协同 协助 联系 牵头 不断 经常 全力 着力 重点 突出 带头 亲自 逐一 逐项 逐级 逐户 集中 高度 "
    "有计划 分批 分期 临时 适时 适当 合理 科学 妥善 彻底 坚决 严肃 原则上 全程 全天候 24小时 依法 依职责 实行 推行 值班 轮流 人人 层层 因地制宜 力争 确保 保证 没有 尚未 未 不 当 当天 当月 是 由 建 立足 出 给予 予以 组织"
).split()
_VERBS = (
    "开展 落实 加强 制定 完善 做好 抓好 搞好 推进 强化 加大 健全 建立 明确 组织 成立 设立 召开 举办 印发 发放 张贴 悬挂 设置 配备 配齐 清理 清运 清除 清扫 整治 打扫 保洁 维护 管理 监督 检查 督查 督导 督促 指导 协调 宣传 "
    "发动 动员 引导 教育 培训 报送 上报 汇报 报告 提交 提供 提出 上交 填报 填写 汇总 总结 整理 收集 归档 建成 完成 实施 执行 实行 创建 创成 申报 迎接 参加 参与 参赛 支持 服从 履行 承担 牵头 负责 主抓 分管 统筹 安排 部署 研究 制作 "
    "编制 编写 起草 拟定 拟订 制订 修订 修建 新建 改建 改造 建设 拆除 取缔 查处 打击 处理 处置 整改 规范 治理 监测 检测 消毒 投放 灭杀 消杀 杀灭 防治 预防 控制 巡查 巡逻 执法 审批 审核 验收 评比 评选 评定 评估 考核 通报 表彰 奖励 "
    "约谈 问责 追究 决定 召集 主持 兑现 拨付 保障 筹措 安装 购置 采购 更换 更新 清洗 种植 补种 绿化 美化 亮化 硬化 疏通 保持 养成 遵守 签订 签收 落地 设 选派 选择 选出 选树 选送 抽调 抽查 派出 派 安排 指定 确定 确认 划定 划分 分解 细化 量化 "
    "带领 率领 深入 走访 联系 帮扶 帮助 解决 协助 配合 会同 联合 协同 利用 结合 围绕 发挥 增强 提高 提升 巩固 深化 扩大 优化 改善 改进 形成 营造 树立 倡导 普及 推广 学习 贯彻 传达 认真 劝导 劝阻 制止 受理 回复 反馈 核查 复查 复核 自查 "
    "排查 摸底 调查 登记 造册 建档 公示 公开 公布 发布 播放 播出 刊登 刊发 刊播 开设 开辟 开办 开放 开通 开工 启动 投入 投用 使用 使 让 用好 管好 守好 护好 看好 备好 办好 建好 提前 延长 亮证 持证 佩戴 穿戴 着装 值守 值班 值日 上路 上岗 上街 出动 "
    "会商 研判 调度 主办 承办 协办 监管 督办 督战 跟踪 暗访 明察 明查 交办 下发 下达 转办 移交 销号 张挂 制发 组建 抓 管 查 报 办 建 做 搞 写 填 交 送 开 聘请 邀请 腾出 划出 拿出 列支 列入 纳入 兼任 担任 兼 任 共建 共管 包干 包抓 包联 包保 联动 对接 对标 "
    "坚持 统计 策划 聚焦 聚力 排出 理清 掌握 了解 熟悉 认领 领办 挂牌 晾晒 曝光 回访 征求 听取 收看 观看 拍摄 录制 上传 下载 张榜 定点 定期 定时 定人 推荐 推选 举行 进行 给予 予以 取得 获得 达到 实现 力争 争取 争创 力求 增设 增加 减少 杜绝 "
    "禁止 严禁 控烟 戒烟 禁烟 体检 培育 培养 配置 架设 铺设 清掏 密闭 收运 转运 填埋 焚烧 处罚 责令 责成 收缴 没收 关停 关闭 停业 停用 封堵 堵塞 喷洒 布放 除四害 灭鼠 灭蝇 灭蚊 灭蟑 灭四害 打捞 疏浚 冲洗 洒水 修剪 修复 修补 修缮 粉刷 刷新 翻新 复绿 补植 入户 入 进 备齐 "
    "组成 迎检 自检 互检 互评 点评 讲评 汇编 汇集 编印 编发 印制 印刷 订阅 派发 散发 宣讲 讲解 授课 上 发 记 记录 做到 带头 抽 落实好 安排好 汇同 商 报请 提请 请示 提醒 告知 通知 走进 签 自行 到 出台 出具 切块 分级 分类 分片 分区 分段 限期 现场 每"
).split()
_predicate_words = sorted({*_ADVERBS, *_VERBS}, key=len, reverse=True)
_PREDICATE = re.compile("|".join(map(re.escape, _predicate_words)))
_NOMINAL_AFTER = re.compile(
    r"(?:开展|落实|管理|建设|检查|督查|监督|保洁|整治|服务|宣传|考核|评比|改造|清扫|绿化|美化|亮化|创建|组织|参与|配合|使用|工作|治理|执法|培训|总结)(?:的|工作|情况|活动|过程|水平|质量|责任|标准|机制|制度|体系|范围|任务|办法|方案|力度|结果|成效|机构)|[一-鿿]{2}(?:率|人数|量)"
)
_JOIN = re.compile(r"\s*(?:、|和|及其|及|与|以及|或|尤其是|特别是|／|/|暨)\s*(?:及|和|与)?")
_LIST_TAIL = re.compile(r"等?(?:[一二三四五六七八九十两几\d]{1,3}|各|有关|相关|多|数)?[个家]?(?:牵头|责任|成员|相关|有关|职能|主管)?(?:单位|部门|股室|科室|镇街|镇办|乡镇|街道|社区|村|局|处室|站所|企业|委办局)(?![一-鿿]{0,3}(?:股|室|局|办|科)(?!室))")  # fmt: skip
_SINGLES = re.compile(
    r"各(?:[股室所站队科办局镇乡村组处部街居区县市院系班](?:、|（|\()){1,6}[股室所站队科办局镇乡村组处部街居区县市院系班](?:[）)])?(?:道办事处|道|委会|办事处|室|镇|办)?"
)
_AND = re.compile(r"和|及|与")
_JOINED_OFFICE = re.compile(r"(?:局|委|委员会|厅|部|办|处)$")
_BRACKET = re.compile(r"(?:\([^()\n]{1,10}\)|（[^（）\n]{1,10}）)")
_SPLIT_PARTY = re.compile(
    r"(?<=[委])(?=[省市县区镇乡]?(?:人民)?政府)|(?<=[委府会协局办部门组镇乡街办道])(?=各(?!级各))|(?<=人大)(?=政协)"
)
_WINDOW = 26


@dataclass(frozen=True, slots=True)
class Name:
    """One who acts: ``text[start:end]``; ``kind`` is "unit", "collective" or "person"."""

    start: int
    end: int
    kind: str


def kind_of(name: str) -> str:
    """Say whether a name means one unit, many units (各…) or people."""
    if _PERSON.search(name):
        return "person"
    return "collective" if _COLLECTIVE.match(name) else "unit"


def looks_like_name(name: str) -> bool:
    """Whether a whole string is shaped like the name of one who acts."""
    if not 1 < len(name) <= _WINDOW or (_ILLEGAL.search(name) and not _SINGLES.fullmatch(name)):
        return False
    if name in _FIXED or _SINGLES.fullmatch(name):
        return True
    if _NOT_A_UNIT.search(name) and not _COLLECTIVE.match(name):
        return False
    if _CANNOT_START.match(name) or (_AND.search(name) and not _JOINED_OFFICE.search(name)):
        return False
    if _STARTS_WITH_VERB.match(name) and not _VERBAL_NAME.match(name):
        return False
    tail = _last_suffix(name)
    if not tail:
        return False
    return not (_PLACE_HEADS.match(name) and not _OFFICE.search(name)) and not (name == tail and len(name) < 2)


def _last_suffix(name: str) -> str:
    for size in range(min(7, len(name)), 0, -1):
        if SUFFIX.fullmatch(name, len(name) - size):
            return name[-size:]
    return ""


def split_name(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split 县委县政府 and 各乡镇各部门, which stand without a mark between them."""
    cuts = [start + m.start() for m in _SPLIT_PARTY.finditer(text[start:end])]
    edges = [start, *cuts, end]
    yield from ((a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a)


class NameFinder:
    """Finds names and predicates in one text; the text is segmented once, so a name ends where a word ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tags: dict[int, str] = {}
        position = 0
        for word, tag in rjieba.tag(text):
            self.tags[position] = tag
            position += len(word)
        self.tags[position] = "x"

    def predicate_at(self, position: int, limit: int) -> bool:
        """Whether what begins here says what somebody does, so that a name just before it is the subject."""
        if position >= limit or _NOMINAL_AFTER.match(self.text, position, limit) or _GOES_ON.match(self.text, position):
            return False
        if _MODAL.match(self.text, position, limit):
            return True
        if _NOUN_BODY.match(self.text, position, limit):
            return False
        found = _PREDICATE.match(self.text, position, limit)
        if found and (len(found.group()) > 1 or self._is_word(position, limit)):
            return self.text[found.end() : found.end() + 1] != "的"
        if self.text[position] in _ENDINGS and not self._is_word(position, limit):
            return False
        return self.tags.get(position, "")[:1] in ("v", "d", "p") and self.tags[position] != "vn"

    def _is_word(self, position: int, limit: int) -> bool:
        """Whether one character is a verb by itself, and not the end of a name (物业办、)."""
        if position not in self.tags or position + 1 not in self.tags:
            return False
        after = self.text[position + 1 : position + 2]
        return not (self.text[position] in _ENDINGS and (after in "、,，和及与要应须等" or position + 1 >= limit))

    def names_at(self, position: int, limit: int) -> tuple[list[Name], int]:
        """Read a list of names from here; return them and the place after the list ([] and ``position`` for none).

        Bare heads of a list that ends in 等五个股室 or 等部门 are names too (产权、测绘、白蚁等五个股室).
        """
        text = self.text
        names: list[Name] = []
        here = position
        while here < limit:
            end = self._one(here, limit)
            if end is None:
                break
            names.extend(Name(a, b, kind_of(text[a:b])) for a, b in split_name(text, here, end))
            here = end
            tail = _LIST_TAIL.match(text, here, limit) if text.startswith("等", here) else None
            if tail:
                here = tail.end()
                break
            if text.startswith("各", here):
                continue
            join = _JOIN.match(text, here, limit)
            if not join:
                break
            here = join.end()
        if names and here > names[-1].end and not text.startswith("等", names[-1].end):
            here = names[-1].end  # a mark of a list that no name follows
        listed = self._listed(position, limit)
        if listed and listed[1] > here and (not names or text[here] in "、等"):
            return listed
        return names, here if names else position

    def _one(self, position: int, limit: int) -> int | None:
        """End of the name that begins here."""
        text = self.text
        singles = _SINGLES.match(text, position, limit)
        if singles:
            return singles.end()
        if self._verb_in_front(position):
            return None
        for fixed in _FIXED:
            if text.startswith(fixed, position) and self._closes(position + len(fixed), limit):
                return position + len(fixed)
        for end in self._ends(position, min(limit, position + _WINDOW)):
            if not looks_like_name(text[position:end]):
                continue
            bracket = _BRACKET.match(text, end, limit)
            if bracket and self._closes(bracket.end(), limit):
                return bracket.end()
            if self._closes(end, limit):
                return end
        return None

    def _verb_in_front(self, position: int) -> bool:
        tag = self.tags.get(position, "n")
        return (tag[:1] == "v" and tag != "vn" or tag in ("d", "ad", "a", "p", "c")) and not _MAY_START.match(
            self.text, position
        )

    def _ends(self, position: int, window: int) -> Iterator[int]:
        text = self.text
        stop = _BREAK.search(text, position, window)
        limit = stop.start() if stop else window
        for end in range(position + 2, limit + 1):
            strong = end in self.tags or text[end : end + 1] in "要应须将和及与"
            if _WORD_END.search(text, position, end):
                yield end
            elif strong and text[end - 1] in _ENDINGS:
                yield end

    def _closes(self, position: int, limit: int) -> bool:
        text = self.text
        if position >= limit or text[position] in "、,，。;；:：)）】〕]\n" or _JOIN.match(text, position, limit):
            return True
        if text[position] == "各" and _BEFORE_EACH.search(text, max(0, position - 12), position):
            return True
        return (text[position] == "等" and bool(_LIST_TAIL.match(text, position, limit))) or self.predicate_at(
            position, limit
        )

    def _listed(self, position: int, limit: int) -> tuple[list[Name], int] | None:
        """A list whose members only its end says to be units: 公安、城管、住建等部门."""
        text = self.text
        if "、" not in text[position : position + 12]:
            return None
        found = _LISTED.match(text, position, limit)
        if not found or _CANNOT_START.match(text, position) or not self._after_list(found.end(), limit):
            return None
        edges = [position]
        for mark in re.finditer(r"[、和及与]", found.group(1)):
            edges += [position + mark.start(), position + mark.end()]
        edges.append(found.end(1))
        pieces = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
        if not found.group(2):
            pieces[-1] = (pieces[-1][0], found.end())
        if any(b - a > 9 or _ILLEGAL.search(text[a:b]) or _CANNOT_START.match(text, a) for a, b in pieces):
            return None
        return [Name(a, b, kind_of(text[a:b])) for a, b in pieces], found.end()

    def _after_list(self, position: int, limit: int) -> bool:
        return position >= limit or self.text[position] in ",，。;；:：)）】〕\n" or self.predicate_at(position, limit)


_MAY_START = re.compile(
    _STARTS_WITH_VERB.pattern
    + r"|各|每|全体|其他|其它|相关|有关|所有|派出所|公安|联防|老|大|小|中小|本|统战|创|爱|迎|机关"
)
_MODAL = re.compile(
    r"对(?!外|口|面|接)|把|按|以(?!及|上|下|内|外)|都|均|在(?!册|建|职|岗|校|编)|从(?!业)|要|应(?!急)|须|必须|将|负责(?!人|同志)|牵头(?!单位|部门|人)|会同|务必|不得|严禁"
)
_BEFORE_EACH = re.compile(r"各[一-鿿]{1,8}$|(?:政府|委|办事处|局|部|办)$")
_BREAK = re.compile(r"[、,，。;；:：!！?？\n]")
_WORD_END = re.compile("(?:" + "|".join(map(re.escape, _words)) + ")$")
_LISTED = re.compile(
    r"((?:[一-鿿“”]{2,9}(?:\([^()]*\))?[、和及与]){1,30}[一-鿿“”]{2,8}?)(等)?((?:[一二三四五六七八九十两\d]{1,3}|各|多|有关|相关)?[个家]?(?:职能|有关|相关|成员|责任|主管)?(?:部门|单位|股室|科室|镇街|镇办|处室|站所|局|企业))"
)
