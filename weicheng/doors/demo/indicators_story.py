"""Figures of the sample district: three years of most indicators, some missing, some only on the way, one that fails."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from weicheng.doors.demo.story import liaisons_by_unit
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.heirs import heir_of
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.choices import Judge
from weicheng.work.indicators.reading import Period, Typed
from weicheng.work.indicators.selectors.board import Board
from weicheng.work.indicators.services.checking import check_value, return_value
from weicheng.work.indicators.services.filling import save_value
from weicheng.work.indicators.services.owning import assign_suggested, set_year
from weicheng.work.indicators.targets import Asked

# Words of an indicator's name -> the last years, the oldest first ("" = not handed in), and where the figures come from.
SERIES: dict[str, tuple[tuple[str, ...], str]] = {
    "满意率": (("91.2", "92.5", "94.1"), "居民满意度调查报告"),
    "健康素养水平": (("24.6", "26.1", "27.8"), "居民健康素养监测报告"),
    "场地设施的社区": (("92", "96", "100"), "全民健身设施台账"),
    "经常参加体育锻炼": (("36.5", "37.9", "39.2"), "全民健身状况调查公报"),
    "人均体育场地面积": (("2.41", "2.55", ""), "体育场地统计调查"),
    "社会体育指导员": (("2.05", "2.18", "2.31"), "社会体育指导员名册"),
    "吸烟率": (("23.1", "21.8", "20.6"), "成人烟草流行调查"),
    "无烟党政机关": (("88", "95", "100"), "无烟党政机关名单"),
    "无烟医疗卫生机构": (("100", "100", "100"), "无烟医疗卫生机构名单"),
    "无烟学校": (("100", "100", "100"), "无烟学校名单"),
    "控烟法律": (("", "", "有"), "公共场所控制吸烟管理办法"),
    "装灯率": (("98.6", "99.4", "100"), "市政设施年报"),
    "主次干道每日保洁": (("16", "16", "16"), "环卫作业合同"),
    "街巷路面每日保洁": (("10", "12", "12"), "环卫作业合同"),
    "机械化清扫率": (("71.5", "76.2", "79.1"), "城市建设统计年报"),
    "信息化覆盖率": (("84", "90", "93"), "城市运行平台统计"),
    "绿化覆盖率": (("38.1", "39.0", "39.6"), "城市建设统计年报"),
    "公园绿地": (("9.8", "10.2", "10.9"), "城市建设统计年报"),
    "回收利用率": (("30.2", "33.8", ""), "再生资源回收统计"),
    "生活垃圾无害化": (("100", "100", "100"), "城市建设统计年报"),
    "井盖完好": (("96.9", "98.2", "98.8"), "市政设施巡查台账"),
    "回收网点": (("", "93", "100"), "再生资源回收网点分布图"),
    "污水集中收集率": (("66.3", "69.8", "72.4"), "污水处理年报"),
    "不超过100的天数": (("311", "318", "326"), "生态环境质量公报"),
    "AQI": (("311", "318", "326"), "生态环境质量公报"),
    "环境噪声": (("54.6", "54.1", "53.8"), "生态环境质量公报"),
    "夜间达标率": (("80", "82.5", "85"), "声环境质量监测报告"),
    "水源地水质": (("100", "100", "100"), "饮用水水源水质公报"),
    "医疗废物": (("100", "100", "100"), "医疗废物转移联单汇总"),
    "校医": (("68", "74.5", "78"), "学校卫生人员名册"),
    "健康课程": (("100", "100", "100"), "课程设置检查汇总"),
    "体育活动时间": (("1", "1", "1"), "学校体育工作报告"),
    "眼保健操": (("100", "100", "100"), "学校卫生工作报告"),
    "近视率": (("51.6", "50.9", "50.1"), "学生体质健康监测"),
    "肥胖率": (("12.4", "12.7", "12.5"), "学生体质健康监测"),
    "职业病": (("84.3", "88.6", "90"), "职业病危害项目申报系统导出"),
    "风险分级": (("89", "93.5", "96.8"), "食品经营风险分级台账"),
    "个人卫生支出": (("27.6", "26.9", "26.1"), "卫生总费用核算报告"),
    "传染病报告发病率": (("212.4", "198.7", "190.3", "201.5", "186.2"), "法定传染病报告年报"),
    "婴儿死亡率": (("3.1", "2.8", "2.9"), "妇幼卫生年报"),
    "5岁以下": (("8.6", "8.2", "7.9"), "妇幼卫生年报"),
    "孕产妇死亡率": (("0", "9.2", "8.8"), "妇幼卫生年报"),
    "预期寿命": (("79.6", "79.9", "80.3"), "居民死因监测报告"),
    "建卡": (("98.1", "98.4", "98.9"), "免疫规划年报"),
    "3岁以下": (("92.3", "93.1", "94.4"), "妇幼卫生年报"),
    "视力检查": (("93.5", "94.2", "95.6"), "妇幼卫生年报"),
    "过早死亡": (("13.9", "13.2", "12.8"), "居民死因监测报告"),
    "精神障碍": (("91.4", "92.8", "93.7"), "严重精神障碍管理年报"),
    "床位": (("6.1", "6.4", "6.8"), "卫生健康统计年鉴"),
    "医师": (("2.9", "3.1", "3.3"), "卫生健康统计年鉴"),
    "护士": (("3.4", "3.6", "3.9"), "卫生健康统计年鉴"),
    "公共卫生人员": (("0.72", "0.78", "0.81"), "卫生健康统计年鉴"),
    "药师": (("0.38", "0.42", ""), "卫生健康统计年鉴"),
    "全科医生": (("3.2", "3.6", "4.1"), "卫生健康统计年鉴"),
    "（防蝇）": (("88", "92.4", "93.6"), "病媒生物防制设施检查表"),
    "（防鼠）": (("90.5", "94", "96.2"), "病媒生物防制设施检查表"),
    "（鼠）": (("C", "C", "B"), "病媒生物密度监测报告"),
    "（蚊）": (("C", "C", "C"), "病媒生物密度监测报告"),
    "（蝇）": (("D", "C", "C"), "病媒生物密度监测报告"),
    "（蟑": (("C", "B", "B"), "病媒生物密度监测报告"),
    "SO": (("8", "7", "7"), "生态环境质量公报"),
    "NO": (("29", "27", "25"), "生态环境质量公报"),
    "PM10": (("62", "58", "55"), "生态环境质量公报"),
    "PM2.5": (("36", "34", "33"), "生态环境质量公报"),
    "卫生县": (("", "1", "1"), "国家卫生县命名文件"),
    "卫生乡镇": (("", "1", "1"), "国家卫生乡镇命名文件"),
}  # fmt: skip
PLANS = {"床位": "6.5", "医师": "3.2", "护士": "3.8", "公共卫生人员": "0.83", "药师": "0.45", "全科医生": "4"}
TOWNS = ("96.2", "95.8", "94.1", "93.7", "91.5")  # the sixth has not handed it in
WAITING = ("满意率", "污水集中收集率", "精神障碍")
RETURNED = ("个人卫生支出", "没有附核算报告，只有一个数，请补来源。")


def tell(campaign: Campaign, office: User, today: date) -> None:
    """Nothing without a standard to hold the campaign against."""
    if campaign.edition_id is None:
        return
    checker = User.objects.exclude(pk=office.pk).get(username="lin")
    year = today.year - 1
    assign_suggested(by=office, campaign=campaign)
    set_year(by=office, campaign=campaign, year=year, due_on=today + timedelta(days=12))
    teller = Teller(campaign, office, checker, year)
    for asked in Board(campaign).asked:
        if asked.is_per_unit:
            teller.towns(asked)
        elif (word := _word_of(asked)) is not None:
            teller.series(asked, word)


def _word_of(asked: Asked) -> str | None:
    return next((word for word in SERIES if word in str(asked.indicator)), None)


class Teller:
    """Hands in figure after figure as the liaisons would, and checks them as a colleague of the office would."""

    def __init__(self, campaign: Campaign, office: User, checker: User, year: int) -> None:
        self.campaign, self.office, self.checker, self.year = campaign, office, checker, year
        self.liaisons = liaisons_by_unit()
        self.board = Board(campaign)
        self.chance = random.Random(2721)

    def series(self, asked: Asked, word: str) -> None:
        values, source = SERIES[word]
        first = self.year - len(values) + 1
        for year, value in enumerate(values, first):
            if value:
                self._hand_in(asked, word, Period(year), value, f"{year}年{source}")

    def towns(self, asked: Asked) -> None:
        for town, value in zip(self.board.townships, TOWNS, strict=False):
            self._hand_in(asked, "", Period(self.year, subject=town), value, f"{self.year}年免疫规划年报")

    def _hand_in(self, asked: Asked, word: str, period: Period, value: str, source: str) -> None:
        typed = Typed(value=value, source_title=source, source_on=date(period.year + 1, 1, 20))
        if asked.needs_yardstick:
            typed.yardstick = PLANS.get(word, value)
        if asked.indicator.numerator and asked.indicator.unit == "%" and asked.target.judge != Judge.EXISTS:
            typed.numerator, typed.denominator = self._parts(value)
        by = self._filler(asked, period)
        entry = save_value(by=by, campaign=self.campaign, indicator=asked.indicator, period=period, typed=typed,
                           key=UUID(int=self.chance.getrandbits(128), version=4), board=self.board)  # fmt: skip
        newest = period.year == self.year
        if newest and word == RETURNED[0]:
            return_value(by=self.checker, entry=entry, reason=RETURNED[1])
        elif not (newest and word in WAITING):
            check_value(by=self.checker, entry=entry)

    def _filler(self, asked: Asked, period: Period) -> User:
        owner = self.board.owners.get(asked.indicator.pk)
        unit: Unit | None = period.subject or (heir_of(owner.unit) if owner else None)
        found = self.liaisons.get(unit.pk) if unit is not None else None
        return found or self.office

    def _parts(self, value: str) -> tuple[str, str]:
        """Whole numbers whose rate is the value."""
        places = len(value.partition(".")[2])
        denominator = 10 ** (2 + places) * self.chance.randint(3, 9)
        return str(Decimal(value) * denominator / 100), str(denominator)
