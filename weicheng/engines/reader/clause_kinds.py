"""What a clause does, by a small grammar: lead-in, time, owner, verb, end. One kind for each clause.

The kinds are coarse on purpose: the row model weighs them with their neighbours, the section and the sort of paper.
"""

import re
from dataclasses import dataclass

ACTIONS: dict[str, str] = {
    "meet": "召开 举办 举行 开好 办好 参加 参与",
    "found": "成立 组建 设立 下设 抽调 配备 配齐 选派 聘请 聘用 充实 调整",
    "draft": "制定 制订 印发 下发 出台 拟定 编制 起草 修订 签订 签定 建立健全 建立 健全 完善 构建 创新 探索 推行 实行 实施 推广",
    "build": "新建 改建 扩建 改造 建成 建设 修建 兴建 安装 设置 增设 添置 购置 修复 维修 粉刷 硬化 铺设 更换 更新 配置 疏通 启用 补植 栽植 种植 "
    "绿化 亮化 加装 选址 设计 开设 开辟 投资",
    "clean": "清理 清除 清运 清扫 打扫 清洗 冲洗 清洁 消毒 消杀 投放 灭除 铲除 拆除 整治 治理 取缔 查处 整顿 规范 整改 纠正 制止 劝导 劝离 遏制 消除 查封 "
    "关停 处置 处理 收集 扫除 喷洒 喷药 填平 灭 管好 管理 维护 控制 打击 解决 划定 捡拾 归位 摆放 擦洗 擦拭",
    "check": "检查 督查 督导 督办 抽查 巡查 暗访 自查 排查 考核 验收 评比 评议 评选 监督 监测 督促 巡回 检测 摸底 调查 考评 评估 复查 查漏补缺 查缺补漏 "
    "对照检查 测评 审核 验证 查找 总评",
    "punish": "追究 问责 处罚 处分 责令 通报 扣 取消 罚款 免职 停职 追责 约谈 曝光 停业 诫勉 追查 严肃处理 从严 视情 不得评 一票否决 给予 予以",
    "reward": "表彰 奖励 表扬 嘉奖 提拔 重用 授予 优先",
    "teach": "宣传 教育 培训 宣讲 张贴 悬挂 制作 发放 散发 刊播 播放 播出 普及 倡导 展播 报道 刊登 印制 出刊 撰写 阅读 学习 讲授 传播 书写 刷写 弘扬",
    "report": "上报 报送 报告 汇报 总结 小结 反馈 填报 填写 填制 送交 汇总 归档 整理 收集 记录 建档 装订 交 报",
    "hold": "开展 组织 安排 部署 分解 启动 落实 执行 协调 配合 协助 指导 帮助 支持 服务 走访 慰问 确定 划分 明确 细化 选择 推荐 申报 申请 发展 提供 拨付 "
    "列入 纳入 筹措 保障 投入 承担 牵头 完成 抓好 做好 搞好 抓紧 抓 做 搞 贯彻 传达 研究 部署 创建 争创 迎接 利用 负责 划拨 列支 订阅 挖掘 发现 邀请 推介 "
    "包干 包抓 包联 联系 深入 值班 坚持 开好 用好 发动 动员 引导 号召 教会 评选 选树 打造 打扫 统计 实现 达到 预防 接种 登记 责成 做到 随时 轮流",
}  # fmt: skip
SOFT = ["加强", "加大", "强化", "加快", "推进", "推动", "深化", "巩固", "扩大", "提升", "提高", "增强", "改善", "优化", "突出", "保持", "发挥", "注重", "狠抓", "转变", "充分发挥", "养成", "培养", "激发", "凝聚", "克服", "树立", "统一", "发扬", "健全完善", "进一步", "促进"]  # fmt: skip
RESULT = ["确保", "保证", "努力", "形成", "营造", "使", "让", "从而", "力争", "以便", "为了", "彰显", "展示", "展现", "增进", "奠定", "打下", "争取", "促使", "力求", "掀起", "全力", "防止", "推动", "促进", "真正", "打赢", "夺取", "开创", "达到", "实现", "避免"]  # fmt: skip
MEANS = [
    "按照",
    "根据",
    "围绕",
    "结合",
    "通过",
    "以",
    "对照",
    "依据",
    "紧扣",
    "紧紧围绕",
    "立足",
    "针对",
    "本着",
    "借助",
    "依托",
    "作为",
    "在",
    "由于",
    "随着",
    "面对",
    "站在",
    "为",
    "为了",
    "为进一步",
    "为切实",
    "为确保",
    "遵循",
    "充分运用",
    "充分利用",
    "利用",
    "采取",
    "严格按照",
    "要按照",
    "要结合",
    "坚持以",
]
FORBID = [
    "严禁",
    "禁止",
    "杜绝",
    "不得",
    "不准",
    "不乱",
    "不随地",
    "谢绝",
    "不允许",
    "不许",
    "严防",
    "坚决禁止",
    "坚决杜绝",
    "不在",
    "不购",
]
ATTITUDE = [
    "高度重视",
    "充分认识",
    "统一思想",
    "提高认识",
    "牢固树立",
    "责任感",
    "紧迫感",
    "使命感",
    "认清",
    "坚定信心",
    "齐心协力",
    "同心同德",
    "各司其职",
    "各负其责",
    "真抓实干",
    "意识",
    "信心",
    "决心",
    "干劲",
    "热情",
    "作风",
    "重要性",
    "意义",
    "一盘棋",
    "攻坚战",
    "硬仗",
    "再接再厉",
    "全力以赴",
    "众志成城",
    "求真务实",
    "认真对待",
    "议事日程",
    "重要位置",
    "一把手工程",
    "统筹兼顾",
    "不折不扣",
    "主动性",
    "积极性",
    "共同努力",
    "团结一心",
    "密切配合",
    "协调配合",
    "通力协作",
    "形成合力",
    "齐抓共管",
    "高标准",
    "严要求",
    "靠前指挥",
    "扛在肩上",
    "抓在手上",
    "结合起来",
]
ABSTRACT = frozenset(
    [
        "水平",
        "能力",
        "素质",
        "形象",
        "氛围",
        "格局",
        "合力",
        "面貌",
        "品位",
        "品质",
        "效能",
        "质量",
        "效果",
        "实效",
        "成效",
        "认识",
        "意识",
        "作风",
        "精神",
        "任感",
        "迫感",
        "命感",
        "豪感",
        "属感",
        "极性",
        "动性",
        "造性",
        "觉悟",
        "信心",
        "局面",
        "发展",
        "和谐",
        "福感",
        "意度",
        "名度",
        "争力",
        "聚力",
        "斗力",
        "行力",
        "响力",
        "支持",
        "基础",
        "动力",
        "步伐",
        "进程",
        "目标",
        "任务",
        "目的",
        "落实",
        "到位",
        "实处",
        "完成",
        "达标",
        "提升",
        "提高",
        "改善",
        "进行",
        "推进",
        "开展",
        "态势",
        "思想",
        "热潮",
        "高潮",
        "自觉",
        "行动",
        "共识",
        "胜利",
        "贡献",
        "心血",
        "理念",
        "环境",
        "生活",
        "健康",
        "顺利",
        "变化",
        "感情",
        "顺利",
        "取得",
        "成功",
        "意义",
    ]
)

_LEADIN = [
    "并且",
    "并",
    "同时",
    "还",
    "也",
    "再",
    "又",
    "另外",
    "此外",
    "首先",
    "其次",
    "最后",
    "一方面",
    "另一方面",
    "而且",
    "我们",
    "大家",
    "同志们",
    "务必",
    "必须",
    "一定",
    "要",
    "应当",
    "应该",
    "应",
    "须",
    "需要",
    "需",
    "将",
    "拟",
    "继续",
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
    "着力",
    "重点",
    "集中",
    "统一",
    "层层",
    "逐步",
    "充分",
    "主动",
    "科学",
    "精心",
    "具体",
    "共同",
    "自觉",
    "逐项",
    "适时",
    "及时",
    "定期",
    "不定期",
    "经常",
    "随时",
    "时常",
    "每天",
    "每日",
    "每周",
    "每月",
    "每季度",
    "每年",
    "每半年",
    "每半月",
    "每",
    "有计划地",
    "有针对性地",
    "要求",
    "请",
    "从严",
    "从快",
    "高标准",
    "分期分批",
    "会后",
    "更",
    "更加",
    "特别是",
    "尤其是",
    "组织人员",
    "安排专人",
    "抽调专人",
    "由专人",
    "专人",
    "联合",
    "牵头",
    "负责",
    "具体负责",
    "率先",
    "带头",
    "千方百计",
    "抓紧",
    "时时",
    "切",
    "先",
    "一律",
    "分别",
    "均",
    "都",
    "可",
    "能",
    "多",
    "要求各",
    "好",
]


def _any(words: list[str] | tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True))


_OFFICE = (
    "局|办|委|镇|街道|单位|部门|小组|科室|室|所|站|组织部|宣传部|社区|村|学校|医院|企业|公司|中心|大队|支部|党委|政府|办事处|股|科|书记|负责人|领导|人员|同志|"
    "职工|机关|居民|住户|商户|业主|值日员|会|处|院|厂|队|办公室|干部|党员|班主任|教师|学生|师生|班级|各班|组|系统|一把手|经营户|医务人员|部|乡|县|区|市|员|家长|户"
)
_TIME = (
    r"(?:(?:从|自|于|在|到|至)?(?:(?:20\d\d|二[〇零○]..)年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|底|初|中旬?|上旬|下旬|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}[日号])?"
    r"[^,。;]{0,14}?(?:前|之前|以前|起|止|内|间|开始)?|20\d\d年(?:底|初|内)?(?:前|之前)?|今年|年内|年底前?|近期|本周内|上半年|下半年|期间)[,]?"
)
_VERBS = "|".join(f"(?P<{name}>{_any(words.split())})" for name, words in ACTIONS.items())
_SHAPE = re.compile(
    rf"(?:{_any(_LEADIN)})*(?:{_TIME})?(?:{_any(_LEADIN)})*"
    rf"(?:(?P<forbid>{_any(FORBID)})|(?P<means>{_any(MEANS)})|(?P<result>{_any(RESULT)})|(?P<soft>{_any(SOFT)})|{_VERBS}|(?P<ba>[把将对])"
    rf"|(?P<copula>是|就是|具有|关系到|事关|不仅|只有|因此|所以|由于|虽然|如果|但|但是|然而|既|更是|也是))?"
)
_OWNED = re.compile(
    rf"(?P<owner>[^,]{{0,26}}?(?:{_OFFICE})(?:[(][^()]*[)])?)(?P<lead>(?:{_any(_LEADIN)})*)"
    rf"(?:(?P<forbid>{_any(FORBID)})|(?P<result>{_any(RESULT)})|(?P<soft>{_any(SOFT)})|{_VERBS}|(?P<ba>[把将对由]))"
)
_PAST = re.compile(
    r"(?<![为除])了(?!解|如指掌|[一二两三]|各|的|$)|(?:成立|制定|进行|开展|取得|得到|召开|下发|形成|完成|建立|规范|清除|签订|做到)了|^(?:已|先后|目前|近年来|近几年|去年|过去|刚才|截至|曾|今年以来)|已经|以来$|取得.{0,6}(?:成绩|成效)|情况如下|累计|共计"
)
_RATE = re.compile(
    r"率.{0,8}(?:\d|百分|达|以上|标准|要求)|[≥≤%％]|不低于|不少于|不超过|以上$|达到.{0,12}标准|\d+(?:小时|分钟|米|厘米)"
)
_STATE = re.compile(
    r"整洁|整齐|有序|干净|畅通|完好|清洁$|美观|规范$|良好|齐全|达标$|几净|明净|洁净|明亮|无[^论所数限]|不留|不乱|日产日清|到位$|健全$|完善$|符合|完整|定点|密闭|合格|随脏随|持证|有专人|落实$|上墙|覆盖"
)
_COND = re.compile(
    r"^(?:凡|对于?|如|若|在).{2,60}的$|的(?:单位|个人|部门|人员|班级|科室|街道|村|社区)$|^(?:凡是?|一经|如有|若)"
)
_PHASE = re.compile(
    r"(?:阶段|步骤|时期|发动|实施|总结|验收|运用|表彰|整治|迎检|提高|部署).{0,4}[(].{0,6}\d.{0,24}[)]|^\d+月.{0,20}为.{2,10}阶段"
)
_ONLY_TIME = re.compile(rf"{_TIME}$|^(?:同时|因此|目前|其中|总之|另外|此外|首先|为此|最后|一方面|一是|二是)$")


@dataclass(slots=True)
class Shape:
    """``kind`` of a clause, the class of its verb, whether it names an owner, whether its end is abstract."""

    kind: str
    verb: str
    owned: bool
    abstract: bool


def shape_of(piece: str) -> Shape:
    """The shape of one clause (text without its list mark and separator)."""
    found = _SHAPE.match(piece)
    verb = found.lastgroup if found else None
    owned = False
    if verb is None or verb == "report":
        other = _OWNED.match(piece)
        if other is not None:
            owned, verb = True, other.lastgroup
            verb = None if verb in ("owner", "lead") else verb
    abstract = piece[-2:] in ABSTRACT
    return Shape(_kind(piece, verb, owned, abstract), verb or "-", owned, abstract)


def _kind(piece: str, verb: str | None, owned: bool, abstract: bool) -> str:
    if _PHASE.search(piece):
        return "phase"
    if _SELF.search(piece):
        return "selfref"
    if _PAST.search(piece):
        return "past"
    if verb == "copula":
        return "copula"
    if verb == "forbid":
        return "forbid"
    if _COND.search(piece):
        return "cond"
    if verb in ("punish", "reward"):
        return verb
    if verb == "means":
        return "meansact" if _acts_later(piece) else "means"
    if any(word in piece for word in ATTITUDE):
        return "attitude"
    if _RATE.search(piece):
        return "target"
    if verb == "result":
        return "resultabs" if abstract else "result"
    if verb == "soft":
        return "softabs" if abstract else "soft"
    if verb is None:
        return _verbless(piece)
    if verb == "ba":
        return "ba"
    if _STATE.search(piece) and not owned and verb in ("hold", "clean"):
        return "actstate"
    return "actabs" if abstract else "act"


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
_OFTEN = re.compile(
    r"每(?:[一二两三半]?个?)(?:天|日|周|月|季|年|学期|班|旬|餐|次)|一日.次|一餐一|一用一|随脏随|定期|定时|轮流"
)
_LATE = re.compile(
    r"(?:要|应|须|必须|不得|由|全面|全部|及时|集中|统一|严格|分别|均|实行|严禁|禁止)[^,]{0,10}?(?:"
    + _any([w for words in ACTIONS.values() for w in words.split() if len(w) > 1])
    + ")"
)
_ANY_ACT = re.compile("(?:" + _any([w for words in ACTIONS.values() for w in words.split() if len(w) > 1]) + ")")


def _verbless(piece: str) -> str:
    """The kind of a clause that does not begin with a verb or with an owner and a verb."""
    if _SELF.search(piece):
        return "selfref"
    if _LABEL.match(piece):
        return "label"
    if _ROSTER.search(piece):
        return "roster"
    if _SAY.search(piece):
        return "say"
    if _STATE.search(piece):
        return "state"
    if _ONLY_TIME.match(piece):
        return "time"
    if _OFTEN.search(piece):
        return "often"
    if _LATE.search(piece):
        return "late"
    if len(piece) < 5:
        return "short"
    found = _ANY_ACT.search(piece)
    if found is None:
        return "nominal"
    return "latest" if found.end() > len(piece) - 2 else "later"


_LATER = re.compile(
    "开展|进行|做好|制定|召开|组织|落实|建立|整治|宣传|清理|检查|完成|举办|设置|加强|加以|予以|追究|整改|搞好|抓好|建设|创建|给予"
)


def _acts_later(piece: str) -> bool:
    found = _LATER.search(piece, 3)
    return found is not None and not re.search(
        r"(?:要求|标准|原则|方式|形式|精神|方针|契机|目标|指导|重点|抓手|载体|主题|主线|基础上|同时|部署|工作|规定|目的)$",
        piece,
    )
