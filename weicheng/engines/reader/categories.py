"""The category of a row: words of its own weigh most, then the headings above it, from the inside out."""

from functools import cache

import ahocorasick

from weicheng.engines.reader.rows import CATEGORIES

# category -> weight -> words
WORDS: dict[str, dict[float, str]] = {
    "organisation": {
        3: "领导小组 指挥部 工作专班 专班 工作组 动员会 动员大会 启动仪式 部署会 创卫办 组长 副组长 办公室主任 第一责任人 一把手 联席会议 "
        "责任领导 工作机构 领导机构 包抓 包联 专干 联络员 推进会 专题会 工作方案 实施方案 活动方案 具体方案 实施办法 责任分解 任务分解 "
        "分解落实 目标责任书 责任书 爱国卫生责任制 网格化 时间表 路线图 议事日程 领导机制 长效机制 机制",
        2: "成立 组建 动员部署 部署 分工 责任制 组织领导 领导 方案 成员单位 协调机制 组织机构 责任人 阶段 牵头 制度 专人 人员 "
        "工作机制 组织协调 日常组织 分解 列入 纳入 组织实施 工作任务 责任",
        1: "组织 协调 机构 会议 明确 启动 安排",
    },
    "publicity_education": {
        4: "健康教育 控烟 禁烟 无烟 吸烟 宣传栏 知晓率 行为形成率 健康知识 卫生知识 讲座 党课 征文 演讲比赛 专题片 健康素养 卫生科普",
        3: "宣传 标语 横幅 条幅 倡议书 媒体 广播 电视台 报纸 网站 专栏 板报 舆论 知识竞赛 培训 咨询 公益广告 传单 宣传画 手册 报道 "
        "学习 宣讲 文明素质 文明劝导 座谈会 党史 微信 短信 LED 电子屏 教育活动 主题班会 小手拉大手 志愿",
        2: "教育 氛围 知识 活动月 主题活动 典型",
        1: "倡导 文明",
    },
    "city_appearance": {
        4: "牛皮癣 小广告 占道经营 店外经营 流动摊点 门前三包 门前“三包” 门前四包 三包 市容 环境卫生整治 暴露垃圾 卫生死角 垃圾清运 日产日清 "
        "保洁 清扫 户外广告 广告牌 店招 门头 乱停乱放 乱搭乱建 乱贴乱画 乱堆 绿化 亮化 违章建筑 违法建设 建筑工地 工地 渣土 城乡结合部 "
        "背街小巷 环境卫生 市场秩序 环卫 生活垃圾 建筑垃圾 车辆停放 责任路段 包干路段 交通秩序 停车 摊点",
        3: "街道 道路 垃圾 整治 马路 清理 河道 拆除 市场 乱扔 乱倒 脏乱差 美化 净化 灯箱 立面 果皮箱 沿街 临街 集贸市场 农贸市场 店牌 占道 "
        "清运 秩序 交通 环境整治 死角 市政 积水 洒水 施工",
        1: "环境 卫生 整洁 清洁 清除 杂物",
    },
    "environment": {
        4: "污水排放 水污染 大气 空气质量 噪声 噪音 扬尘 秸秆 生态 环保 油烟 水源保护 污染源 排污 医疗废物 医源性 医疗垃圾 水环境 黑臭 "
        "烟尘 污染防治 废气 环境保护 水质 饮用水源 医疗污水 工业废水",
        2: "污染 排放 污水 自然保护",
    },
    "public_places": {
        4: "公共场所 理发店 美容 美发 旅店 旅馆 宾馆 浴室 洗浴 网吧 歌舞 游泳 “六小” 六小行业 六小 五小 “五小” 七小 九小 小理发 "
        "小旅馆 小浴室 小网吧 小歌舞厅 足浴 住宿 候车室 影剧院 商场 超市 从业人员健康 量化分级",
        2: "卫生许可 经营单位 顾客用品 从业人员",
    },
    "food_water": {
        4: "食品 餐饮 饮食 饭馆 餐馆 食堂 餐具 饮用水 供水 自来水 二次供水 小餐饮 小作坊 熟食 屠宰 水质监测 饮水 食物中毒 生熟 炊具 "
        "冷藏 防尘 防蝇 不合格食品 食用农产品 活禽",
        2: "消毒 厨房 卫生许可证 健康证",
    },
    "disease_control": {
        4: "传染病 疫情 免疫 接种 疫苗 计划免疫 预防接种 艾滋病 结核病 慢性病 疾病预防 疾控 感染 突发公共卫生 医疗机构 献血 无偿献血 "
        "血液 妇幼 卫生室 卫生服务中心 儿童建卡 精神卫生 流行病 消毒隔离 院感 发热门诊 医疗用品 医护 医疗卫生",
        2: "疾病 医疗 防疫 医院 病人 诊所 防治",
    },
    "vector_control": {
        5: "四害 “四害” 病媒 灭鼠 鼠 蚊 蝇 蟑螂 蟑 消杀 孳生 毒饵 除害 鼠密度 防鼠 灭蝇 毒鼠 孳生地 滋生",
    },
    "units_communities": {
        4: "办公室卫生 机关院内 院内卫生 室内卫生 室外卫生 单位卫生 卫生单位 小区 居民小区 家属区 家属院 楼道 宿舍 教室 办公场所 家庭卫生 "
        "各住户 大扫除 卫生大扫除 校园 卫生村 卫生值日 值日 村庄 农村 院落 办公用品 办公用具 办公物品 办公环境 窗明几净 机关大院 卫生先进单位 "
        "梯间 楼栋 楼院 庭院 庭院卫生 卫生区 厕所卫生 物业",
        2: "室内 单位内 社区 机关 住户 居民 办公室 院内 地面 桌椅 门窗 班级 寝室 村 卫生清扫 墙面",
        1: "单位 打扫",
    },
    "infrastructure": {
        4: "污水处理 垃圾处理场 垃圾处理厂 填埋场 公厕 公共厕所 旱厕 改厕 卫生厕所 基础设施 中转站 垃圾台 垃圾桶 垃圾箱 垃圾筒 管网 "
        "路灯 道路硬化 硬化 农贸市场改造 市场改造 改造工程 新建 改建 扩建 市政设施 公共设施 环卫设施 设施建设 下水道 人行道 停车场 建设项目 "
        "供热 供气 排水 街灯 公园 广场 棚户区 城中村改造",
        3: "改造 修建 安装 增设 工程 修复 维修 铺设 配套 购置 建成 粉刷 设施 建设规划 硬件",
        1: "建设 规划 项目",
    },
    "supervision": {
        4: "督查 督导 督办 暗访 通报 问责 追究 考核 奖惩 奖励 表彰 责令 限期整改 整改 自查 验收 迎检 检查评比 考评 评比 巡查 曝光 约谈 "
        "一票否决 扣分 扣除 查漏补缺 处罚 处分 先进单位 先进个人 排名 明察暗访 抽查 复查 初评",
        3: "检查 监督 评议 排查 查找问题 评估 评定 纠正 处理 问题台账 奖优罚劣",
        1: "督促 监管 落实到位",
    },
    "archives": {
        5: "档案 归档 台账 台帐 资料 软件资料 创建资料 存档 痕迹 建档 汇编 装订 图片资料 影像",
        2: "整理 收集 记录 材料",
    },
    "reporting": {
        5: "上报 报送 报告 周报 月报 报表 汇报 信息反馈 工作总结 书面总结 报市 报区 报县 报局 报镇 报创卫办 报创建办 每周末将 反馈 报送信息 简报 总结",
        2: "信息 情况报 进展情况 填报 送交",
    },
    "funding": {
        5: "经费 资金 财政 预算 拨付 万元 投入资金 补助 以奖代补 专项资金 拨款 筹措 筹资 投入保障 保障投入",
        2: "投入 元",
    },
    "other": {1: "其它 其他 指标 达标 个人卫生 仪表"},
}  # fmt: skip

HEADING_SHARE, TITLE_SHARE = 0.55, 0.3


@cache
def _automaton() -> "ahocorasick.Automaton":
    scores: dict[str, dict[int, float]] = {}
    for name, by_weight in WORDS.items():
        for weight, words in by_weight.items():
            for word in words.split():
                scores.setdefault(word, {})[CATEGORIES.index(name)] = weight
    automaton = ahocorasick.Automaton()
    for word, values in scores.items():
        automaton.add_word(word, (len(word), tuple(values.items())))
    automaton.make_automaton()
    return automaton


def word_scores(text: str) -> list[float]:
    """Weight of each category in ``text``; a word inside a longer hit of the same end does not count again."""
    totals = [0.0] * len(CATEGORIES)
    seen: dict[int, tuple[int, tuple[tuple[int, float], ...]]] = {}
    for last, (length, values) in _automaton().iter(text):
        if last not in seen or length > seen[last][0]:
            seen[last] = (length, values)
    for _, values in seen.values():
        for category, weight in values:
            totals[category] += weight
    return totals


def category_of(
    quote: str, headings: list[str], heading_scores: dict[str, list[float]] | None = None
) -> tuple[str, float]:
    """(category, lead over the second) for a row under ``headings``, outermost first."""
    totals = word_scores(quote)
    cache_of = heading_scores if heading_scores is not None else {}
    share = HEADING_SHARE
    for heading in reversed(headings):
        scores = cache_of.get(heading)
        if scores is None:
            scores = cache_of[heading] = word_scores(heading)
        for i, score in enumerate(scores):
            totals[i] += share * min(score, 6.0)
        share *= 0.5
    best = max(range(len(CATEGORIES)), key=totals.__getitem__)
    if totals[best] <= 0:
        return "other", 0.0
    second = max(score for i, score in enumerate(totals) if i != best)
    return CATEGORIES[best], totals[best] - second
