"""Words of the standards: what kind of text an edition is, how sure a fact is, how a figure is judged."""

from django.db import models


class EditionKind(models.TextChoices):
    STANDARD = "standard", "标准"
    FORM = "form", "评分表"
    LIMITS = "limits", "限值"
    CROSSWALK = "crosswalk", "新旧对照"


class Level(models.TextChoices):
    """Whom a standard is for; a target may differ by it."""

    CITY = "city", "市"
    COUNTY = "county", "县"
    TOWN = "town", "乡镇"
    UNIT = "unit", "单位"


class Authority(models.TextChoices):
    NATIONAL = "national", "国家"
    PROVINCE = "province", "省"
    PREFECTURE = "prefecture", "市"
    COUNTY = "county", "县"


class Confidence(models.TextChoices):
    """How a fact of the library is known; only SEEN and DERIVED are shown without 待核."""

    SEEN = "S", "见于来源"
    DERIVED = "S*", "由来源推出"
    BELIEVED = "K", "据了解"
    UNSURE = "?", "存疑"


CONFIRMED = (Confidence.SEEN, Confidence.DERIVED)


class Judge(models.TextChoices):
    """How a value is held against its target (standards.md section 6)."""

    GE = "GE", "不低于"
    GT = "GT", "高于"
    LE = "LE", "不高于"
    LT = "LT", "低于"
    EXISTS = "EXISTS", "有"
    LEVEL = "LEVEL", "不低于等级"
    GE_LOCAL_PLAN = "GE_LOCAL_PLAN", "达到当地规划"
    GE_PROVINCE_MEAN = "GE_PROVINCE_MEAN", "不低于全省平均"
    TREND_UP = "TREND_UP", "逐年上升"
    TREND_DOWN = "TREND_DOWN", "逐年下降"
    GE_OR_TREND_UP = "GE_OR_TREND_UP", "不低于或持续提高"
    LE_OR_TREND_DOWN = "LE_OR_TREND_DOWN", "不高于或持续降低"
    LE_OWN_MEAN5 = "LE_OWN_MEAN5", "不高于自身前五年平均"
    MIN_OVER_UNITS = "MIN_OVER_UNITS", "每个单位都不低于"


# Judges that ask for no number of the standard: what can be verified of such a target is the judge itself.
WITHOUT_NUMBER = frozenset({Judge.EXISTS, Judge.TREND_UP, Judge.TREND_DOWN, Judge.GE_LOCAL_PLAN, Judge.GE_PROVINCE_MEAN,
                            Judge.LE_OWN_MEAN5})  # fmt: skip
TRENDS = frozenset({Judge.TREND_UP, Judge.TREND_DOWN, Judge.GE_OR_TREND_UP, Judge.LE_OR_TREND_DOWN})


def years_needed(judge: str) -> int:
    """How many years a judge looks at, at least."""
    return 3 if judge in TRENDS else 5 if judge == Judge.LE_OWN_MEAN5 else 1


class CrossKind(models.TextChoices):
    """What became of a clause from one edition to another."""

    SAME = "same", "未变"
    MOVED = "moved", "移动"
    SPLIT = "split", "拆分"
    MERGED = "merged", "合并"
    TIGHTENED = "tightened", "加严"
    CHANGED = "changed", "修改"
    NEW = "new", "新增"
    GONE = "gone", "取消"


class Subject(models.TextChoices):
    """What a verification is laid over."""

    CLAUSE = "clause", "条款"
    INTERPRETATION = "interpretation", "释义"
    INDICATOR = "indicator", "指标"
    TARGET = "target", "目标值"
    LIMIT = "limit", "限值"
    LINE = "line", "评分条目"
    SAMPLE = "sample", "抽样数"
