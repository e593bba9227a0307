"""Words by what they do in a clause of a campaign paper: the only vocabulary that the row model sees.

One word may stand in several classes. The classes are closed lists of general administrative Chinese; names of places,
persons and offices never stand here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import ahocorasick

from weicheng.engines.reader.clause_words import ATTITUDE
from weicheng.engines.reader.word_lists import as_bytes, automaton_of

CLASSES: dict[str, str] = {
    "modal": "要 应 须 必须 需要 应当 应该 务必 要求 需 一律 一定要 必需 请",
    "forbid": "严禁 禁止 杜绝 不得 不准 不乱 不随地 防止 避免 不允许 不能 不发生 严防 谢绝",
    "meet": "召开 会议 动员会 座谈会 例会 专题会 研讨会 现场会 推进会 启动仪式 动员大会 交流会 联席会议 调度会",
    "found": "成立 组建 设立 下设 抽调 组成 调整 任组长 为组长 副组长 成员 办公室设在 专班 领导小组 指挥部 工作组 专人 专职 "
    "兼任 明确专人 联络员 配备 配齐 选派 选聘 聘请",
    "draft": "制定 制订 印发 下发 出台 拟定 编制 起草 修订 方案 计划 规划 制度 办法 细则 预案 意见 通知 签订 签定 责任书 机制 文件",
    "build": "新建 改建 扩建 改造 建设 建成 修建 兴建 安装 设置 增设 添置 购置 修复 维修 粉刷 硬化 铺设 更换 更新 配置 疏通 启用 投入使用 "
    "竣工 投入建设 补植 栽植 种植 绿化 亮化 美化 净化",
    "clean": "清理 清除 清运 清扫 打扫 清洗 保洁 冲洗 清洁 消毒 消杀 投放 灭除 灭鼠 除四害 日产日清 拆除 整治 治理 取缔 查处 整顿 规范 "
    "整改 纠正 制止 劝导 遏制 消除 查封 关停 摆放 停放 处置 处理 收集",
    "check": "检查 督查 督导 督办 抽查 巡查 暗访 自查 排查 考核 验收 评比 评议 评选 监督 监测 通报 督促 巡回 检测 摸底 调查 考评 评估 "
    "查漏补缺 复查",
    "punish": "追究 问责 处罚 处分 责令 通报批评 扣 取消 罚款 免职 停职 追责 约谈 曝光 从严 严肃处理 一票否决 诫勉 限期",
    "reward": "表彰 奖励 通报表彰 表扬 嘉奖 评先 择优 提拔 重用 奖惩",
    "teach": "宣传 教育 培训 讲座 讲课 宣讲 张贴 悬挂 制作 发放 散发 刊播 播放 开设 专栏 宣传栏 标语 横幅 条幅 倡议书 知识 板报 征文 "
    "竞赛 演讲 党课 测试 问答 普及 学习 咨询 展播 报道 刊登 墙报 传单 标志",
    "report": "上报 报送 报告 汇报 报至 总结 小结 反馈 填报 填写 报市 报区 报县 报局 送交 汇总 周报 月报 台账 台帐 档案 资料 归档 整理 "
    "收集 记录 报办公室 简报 信息",
    "hold": "组织 开展 举办 举行 进行 实施 实行 推行 安排 部署 分解 启动 落实 执行 采取 利用 参加 参与 协调 配合 协助 指导 帮助 支持 "
    "服务 走访 慰问 建立 建立健全 健全 完善 构建 创建 确定 划分 划定 明确 细化 设计 选择 推荐 申报 申请 发展 发放 提供 拨付 列入 纳入 "
    "筹措 保障 投入 管理 维护 控制 负责 承担 牵头 完成 管好 抓 抓好 做好 搞好 办好 开好 严格执行 贯彻",
    "weak": "加强 加大 强化 加快 推进 推动 深化 巩固 扩大 提升 提高 增强 改善 优化 突出 坚持 保持 发挥 注重 重点 做到 狠抓 全面 突破",
    "result": "确保 保证 努力 形成 营造 促进 使 让 从而 力争 实现 达到 为了 打造 树立 彰显 展示 展现 迎接 增进 有效 充分调动 奠定 打下 "
    "取得实效 落到实处 良好 氛围 格局 面貌 新局面 到位 顺利 圆满",
    "attitude": "高度重视 充分认识 统一思想 提高认识 牢固树立 责任感 紧迫感 使命感 认清 坚定信心 齐心协力 同心同德 各司其职 各负其责 "
    "真抓实干 高度 意识 思想 信心 决心 干劲 热情 作风 精神 重要性 重要意义 意义 态度 一盘棋 攻坚战 硬仗 再接再厉 全力以赴 众志成城 "
    "求真务实 振奋 深刻 认真对待 议事日程 重要位置 一把手工程 增强 统筹兼顾 扎实 不折不扣 主动性 积极性 重视 共同努力",
    "means": "按照 根据 围绕 结合 通过 以 对照 依据 为 依托 紧扣 紧紧围绕 立足 针对 本着 借助 贯彻落实 为进一步 在 作为 对 将 把 由 "
    "为契机 为载体 为重点 为目标 为抓手 为指导 为主题 为主线 为核心 原则 方针 要求 标准 指导下 领导下 统一领导 形式 方式 等方式",
    "past": "了 已 已经 目前 近年来 先后 以来 取得 曾 截至 共计 累计 过去 今年以来 前阶段 刚才 期间 情况如下 汇报如下 成绩 成效 回顾 "
    "得到了 过",
    "problem": "问题 不足 困难 滞后 差距 薄弱 仍然 还不 存在 严重 制约 不高 不够 不强 不到位 缺口 面临 难度 影响 但 由于 因 狭窄 坑洼 陈旧 老化 "
    "落后 不深 不严 不全 短缺 匮乏 欠缺 紧张 缺乏 难以 脏乱 脏、乱 混乱 杂乱 林立 反弹 空白 盲区 偏低 偏少 较差 较少 繁重 艰巨 紧迫 严峻 依然 "
    "还有 尚未 尚有 没有 未能 时有发生 任务重 时间紧",
    "duty": "责任人 第一责任人 直接责任人 负总责 亲自抓 具体抓 主管责任 谁主管 谁负责 谁使用",
    "state": "整洁 整齐 有序 无 达标 合格率 知晓率 达 达到 不低于 不少于 不超过 以上 以下 干净 畅通 完好 完善 率 符合 齐全 规范化 "
    "美观 清洁 卫生 100% 覆盖率 标准 良好 定点 密闭 平整 到户 满意率 形成率 参加率 合格 指标",
    "time": "月 日 年 底前 前 阶段 上旬 中旬 下旬 季度 上半年 下半年 年内 月底 月初 之前 开始 结束 起 至 时间 期限 限期",
    "rhythm": "每天 每日 每周 每月 每季度 每年 每半年 每半月 每个月 每半个月 每两个月 定期 经常 随时 及时 一次 两次 次 长期 不定期 日常 "
    "全天 月底 周末 每逢 每",
    "office": "局 办 委 镇 街道 单位 部门 小组 科室 各 室 社区 村 乡 学校 医院 企业 公司 中心 站 所 大队 队 支部 党委 政府 办事处 股 科 "
    "居民 住户 业主 商户 职工 干部 党员 负责人 领导 人员 同志 机关 系统 行业 经营户 成员单位",
    "each": "各单位 各部门 各镇 各乡镇 各街道 各社区 各村 各科室 各股室 各级 各有关 各责任 各成员单位 各学校 各支部 各党支部 全体 每个 各",
    "we": "我们 大家 同志们 我 你们 全县 全市 全区 全镇 全局 我县 我市 我区 我镇 我局 我院 本单位",
    "copula": "是 就是 具有 属于 事关 关系到 意味着 在于 成为 标志 体现 象征 反映",
    "argue": "因此 所以 只有 才能 不仅 而且 同时 既 又 如果 虽然 尽管 然而 但是 即 即使 因为 也是 更是 就能 就会 就要 不是 而是 可见",
    "join": "并 并且 及 以及 和 与 同时 还 再 也",
    "manner": "认真 切实 积极 深入 广泛 大力 进一步 全面 严格 不断 扎实 彻底 坚决 尽快 迅速 立即 继续 着力 重点 集中 统一 层层 逐步 充分 "
    "主动 科学 精心 具体 共同 自觉 逐项 适时 分期分批 有计划",
    "slogan": "打赢 夺取 胜利 贡献 献礼 再创 开创 新高潮 新局面 发展观 三个代表 中国特色 指导思想 科学发展 和谐社会 小康 重要思想 又好又快 "
    "跨越 辉煌 美好 而努力 奋斗 全会 精神",
    "cond": "凡 对于 未 不力 不到位 不达标 出现 造成 发现 达不到 违反 拒不 未按 不合格 影响 逾期 未完成 的单位 的个人 情节",
    "money": "经费 资金 投入 万元 元 预算 财政 拨款 补助",
}  # fmt: skip

HEADS: dict[str, str] = {
    "aim": "指导思想 总体要求 总体思路 基本原则 工作原则 原则 方针",
    "why": "意义 背景 认识 形势 现状 重要性 情况分析 必要性",
    "goal": "目标 任务目标",
    "task": "任务 内容 重点 安排 工作 整治 行动 项目 事项 职责 分工 责任 方式 范围 标准 建设 治理 教育 管理",
    "step": "步骤 阶段 进度 时间",
    "measure": "措施 要求 保障 组织 领导 督查 考核 奖惩 督导 监督 宣传",
    "done": "情况 成效 成绩 做法 回顾 总结 开局 取得 体会 完成情况 经验 进展 汇报 问题 不足 建议 困难",
    "next": "下一步 下步 今后 打算 下阶段 计划",
}

BACK = re.compile(
    r"(?:情况|成效|成绩|做法|回顾|体会|进展|不足|差距|现状|经验|问题|困难|原因|成因|启示|特点|效果)$|开局|取得.{0,3}(?:成效|成绩|进展)|存在.{0,6}(?:问题|困难|不足)|基本情况"
    r"|前(?:期|阶段|段|一阶段).{0,8}(?:情况|工作|回顾)|主要做法|困难和问题|肯定成绩|总结成绩"
)
AHEAD = re.compile(
    r"下一?步|今后|打算|计划|下一?阶段|工作意见|努力方向|工作安排|整改措施|(?:几点|对策)?建议$|思路$|下半年|明年|工作目标"
)


STANDING, ATTITUDES, MODAL, PAST, PROBLEM = 1, 2, 4, 8, 16
_SIGNS = {"modal": MODAL, "past": PAST, "problem": PROBLEM}
# signs that a pattern of clause_kinds.py is worth asking: it holds one of these words
TOLD, ITSELF, RATED, STATED, SPOKEN, OFTEN, POSTED = 32, 64, 128, 256, 512, 1024, 2048
CUES: dict[int, str] = {
    TOLD: "了 已 先后 目前 近年来 近几年 去年 过去 刚才 截至 曾 以来 取得 情况如下 累计 共计",
    ITSELF: "本 以下 如下 现将 印发给你们 遵照执行 特此",
    RATED: "率 ≥ ≤ % 不低于 不少于 不超过 以上 达到 小时 分钟 米",
    STATED: "整洁 整齐 有序 干净 畅通 完好 清洁 美观 规范 良好 齐全 达标 几净 明净 洁净 明亮 无 不留 不乱 日产日清 到位 健全 完善 符合 完整 "
    "定点 密闭 合格 随脏随 持证 有专人 落实 上墙 覆盖",
    SPOKEN: "我 请 发言 会议 指出 认为 表明 大家 谢谢 各位 同志们 汇报",
    OFTEN: "每 一日 一餐 一用 随脏随 定期 定时 轮流",
    POSTED: "组长 成员 主任 指挥 组员 主席 负责人",
}  # fmt: skip
_PASSED = {"manner", "join", "we", "each", "modal", "time", "rhythm"}
_ACTIONS = {"meet", "found", "draft", "build", "clean", "check", "punish", "reward", "teach", "report", "hold", "weak"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, ``length`` bytes long, with the features that it gives; ``passed`` words may stand before the one that tells what a clause does.

    ``signs`` are bits of STANDING, ATTITUDES, MODAL, PAST, PROBLEM and the cues. ``length`` is 0 for a word that is a cue only.
    """

    length: int
    anywhere: tuple[str, ...]
    beginning: tuple[str, ...]
    ending: tuple[str, ...]
    passed: bool
    signs: int


@cache
def clause_words() -> "ahocorasick.Automaton":
    """All words, as Word, to be looked for in bytes."""
    words: dict[str, list[str]] = {}
    for name, listed in CLASSES.items():
        for word in listed.split():
            words.setdefault(word, []).append(name)
    attitudes = frozenset(ATTITUDE.split())
    for word in attitudes:
        words.setdefault(word, [])
    cues: dict[str, int] = {}
    for sign, listed in CUES.items():
        for word in listed.split():
            cues[word] = cues.get(word, 0) | sign
    found = {word: Word(0, (), (), (), False, signs) for word, signs in cues.items()}
    for word, names in words.items():
        anywhere = tuple("c:" + name for name in names) + (("w:" + word,) if len(word) <= 4 else ())
        passed = not _PASSED.isdisjoint(names) and _ACTIONS.isdisjoint(names)
        signs = cues.get(word, 0) | sum(bit for name, bit in _SIGNS.items() if name in names)
        if "rhythm" in names or "modal" in names:
            signs |= STANDING
        if word in attitudes:
            signs |= ATTITUDES
        begins, ends = tuple("s:" + name for name in names), tuple("e:" + name for name in names)
        found[word] = Word(len(as_bytes(word)), anywhere, begins, ends, passed, signs)
    return automaton_of(found)


def signs_of(hits: Iterable[tuple[int, Word]]) -> int:
    """What the words of a clause are signs of."""
    signs = 0
    for _, word in hits:
        signs |= word.signs
    return signs


def classes_of(text: str, table: dict[str, str]) -> list[str]:
    """Names of the classes of ``table`` that have a word in ``text``."""
    found = []
    for name, words in _split(id(table), tuple(table.items())):
        for word in words:
            if word in text:
                found.append(name)
                break
    return found


@cache
def _split(_: int, items: tuple[tuple[str, str], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(words.split())) for name, words in items)
