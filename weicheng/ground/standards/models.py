"""An edition of a standard and all that stands in it. Loaded from library/*.yaml and never changed: see loading."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from weicheng.ground.standards.choices import (
    Authority,
    Confidence,
    CrossKind,
    EditionKind,
    Judge,
    Level,
    Subject,
)


class Fact(models.Model):
    """A statement of the library with where it comes from; ``reference`` names the row of the fact sheet it was taken from."""

    source = models.CharField("来源", max_length=200, blank=True)
    confidence = models.CharField("把握", max_length=2, choices=Confidence.choices, default=Confidence.UNSURE)
    reference = models.CharField("底稿行", max_length=60, blank=True)

    class Meta:
        abstract = True


class Edition(models.Model):
    """One issue of one text, e.g. the national standard of 2021 for cities and counties."""

    code = models.SlugField("代号", max_length=40)
    version = models.PositiveSmallIntegerField("版次", default=1)  # a corrected file is a new version
    kind = models.CharField("种类", max_length=10, choices=EditionKind.choices, default=EditionKind.STANDARD)
    title = models.CharField("名称", max_length=100)
    short_title = models.CharField("简称", max_length=40)
    paper_number = models.CharField("文号", max_length=60, blank=True)
    authority = models.CharField("制定层级", max_length=10, choices=Authority.choices)
    issuer = models.CharField("制定机关", max_length=60, blank=True)
    levels = models.JSONField("适用对象", default=list)  # of Level
    standard_code = models.CharField("所依标准", max_length=40, blank=True)  # whose clauses the lines of a form name
    issued_on = models.DateField("发布日期", null=True, blank=True)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    effective_to = models.DateField("废止日期", null=True, blank=True)
    is_example = models.BooleanField("示例", default=False)  # made up to show the shape; never in force anywhere
    note = models.TextField("说明", blank=True)
    digest = models.CharField("内容摘要", max_length=64)  # SHA-256 of the file as it was loaded
    loaded_at = models.DateTimeField("装入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "标准版本"
        ordering = ["kind", "-effective_from", "code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="standards_edition_once")]

    def __str__(self) -> str:
        return self.short_title


class Chapter(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="chapters", verbose_name="版本")
    number = models.PositiveSmallIntegerField("章")
    title = models.CharField("标题", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "章"
        ordering = ["edition", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="standards_chapter_once")]

    def __str__(self) -> str:
        return self.title


class Clause(Fact):
    """One requirement. ``key`` is ours and stable; ``number`` is the printed one, null where it is not known."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="clauses", verbose_name="版本")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="clauses", verbose_name="章")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts", verbose_name="上级条款"
    )
    key = models.SlugField("代号", max_length=40)
    number = models.CharField("条号", max_length=20, blank=True)
    number_confidence = models.CharField(
        "条号把握", max_length=2, choices=Confidence.choices, default=Confidence.UNSURE
    )
    title = models.CharField("标题", max_length=60)
    gist = models.TextField("要点")  # in our own words
    words = models.JSONField("常用词", default=list)  # what tasks of this clause speak of
    evidence = models.JSONField("要看的材料", default=list)
    owners = models.JSONField("通常的责任单位", default=list)
    place_types = models.JSONField("点位类型", default=list)
    is_veto = models.BooleanField("一票否决", null=True)  # null: not known
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "条款"
        ordering = ["edition", "order"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="standards_clause_once")]

    def __str__(self) -> str:
        return f"第{self.number}条 {self.title}" if self.number else self.title


class Interpretation(Fact):
    """A numbered paragraph of the official reading (释义) of a clause."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="interpretations", verbose_name="版本")
    clause = models.ForeignKey(
        Clause, on_delete=models.CASCADE, null=True, blank=True, related_name="interpretations", verbose_name="条款"
    )
    number = models.CharField("释义号", max_length=20)  # "151-158"
    gist = models.TextField("要点", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "释义"
        ordering = ["edition", "id"]

    def __str__(self) -> str:
        return f"释义第{self.number}号"


class Indicator(Fact):
    """A figure the standard asks for. Rows with several measures (four pollutants) are several indicators of one number."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="indicators", verbose_name="版本")
    clause = models.ForeignKey(
        Clause, on_delete=models.SET_NULL, null=True, blank=True, related_name="indicators", verbose_name="条款"
    )
    key = models.SlugField("代号", max_length=60)
    number = models.CharField("序号", max_length=10, blank=True)  # printed; "" where it is not known
    position = models.CharField("接口次序", max_length=10, blank=True)  # "~12" of the national upload form
    name = models.CharField("指标", max_length=80)
    part = models.CharField("分项", max_length=40, blank=True)  # 鼠, PM2.5
    unit = models.CharField("单位", max_length=20, blank=True)
    years = models.PositiveSmallIntegerField("需要几年的数", default=1)  # 1, 3 or 5
    scope = models.CharField("统计范围", max_length=20, blank=True)  # 建成区, 辖区, 城区
    numerator = models.CharField("分子", max_length=80, blank=True)
    denominator = models.CharField("分母", max_length=80, blank=True)
    factor = models.DecimalField("倍数", max_digits=9, decimal_places=0, null=True, blank=True)  # 100, 1000, 100000
    formula_confidence = models.CharField(
        "算法把握", max_length=2, choices=Confidence.choices, default=Confidence.UNSURE
    )
    owners = models.JSONField("通常的责任单位", default=list)
    evidence = models.JSONField("要看的材料", default=list)
    limit = models.CharField("对应限值", max_length=60, blank=True)  # key of the limit a second rule judges it by
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "数据指标"
        ordering = ["edition", "order"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="standards_indicator_once")]

    def __str__(self) -> str:
        return f"{self.name}（{self.part}）" if self.part else self.name

    @property
    def formula(self) -> str:
        """分子 ÷ 分母 × 100; empty where the library has none."""
        if not (self.numerator and self.denominator):
            return ""
        times = f" × {self.factor:f}" if self.factor and self.factor != 1 else ""
        return f"{self.numerator} ÷ {self.denominator}{times}"


class Target(Fact):
    """What an indicator must reach for one kind of place; ``value`` is null where it is not known, and never filled in."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets", verbose_name="指标")
    level = models.CharField("对象", max_length=10, choices=Level.choices)
    judge = models.CharField("判定", max_length=20, choices=Judge.choices)
    value = models.DecimalField("目标值", max_digits=14, decimal_places=4, null=True, blank=True)
    grade = models.CharField("等级", max_length=1, blank=True)  # A, B, C of a LEVEL judge
    years = models.PositiveSmallIntegerField("需要几年的数", default=1)
    is_veto = models.BooleanField("一票否决", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "目标值"
        ordering = ["indicator", "level"]
        constraints = [models.UniqueConstraint(fields=["indicator", "level"], name="standards_target_once")]


class Limit(Fact):
    """A limit by grade of a measured density or rate, e.g. flies in rooms: A 3 %, B 6 %, C 9 %."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="limits", verbose_name="版本")
    key = models.SlugField("代号", max_length=60)
    subject = models.CharField("对象", max_length=20)  # 鼠, 蚊, 蝇, 蟑
    measure = models.CharField("项目", max_length=60)
    unit = models.CharField("单位", max_length=30, blank=True)
    judge = models.CharField("判定", max_length=20, choices=Judge.choices, default=Judge.LE)
    a = models.DecimalField("A级", max_digits=10, decimal_places=3, null=True, blank=True)
    b = models.DecimalField("B级", max_digits=10, decimal_places=3, null=True, blank=True)
    c = models.DecimalField("C级", max_digits=10, decimal_places=3, null=True, blank=True)
    confidences = models.JSONField("各级把握", default=dict)  # {"a": "K", "b": "K", "c": "S"}
    steps = models.JSONField("按规模的允许数", default=list)  # [{"from": 11, "to": 30, "most": 1}]
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "限值"
        ordering = ["edition", "order"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="standards_limit_once")]


class FormSection(Fact):
    """A section of a field form with its points, e.g. 农贸市场卫生 100."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections", verbose_name="评分表")
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("部分", max_length=60)
    points = models.DecimalField("分值", max_digits=6, decimal_places=1)

    class Meta:
        verbose_name = verbose_name_plural = "评分部分"
        ordering = ["edition", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="standards_section_once")]


class FormLine(Fact):
    """A line of a form: points times a grade of 0 to 10; a key line vetoes below its rate (standards.md 5.2)."""

    section = models.ForeignKey(FormSection, on_delete=models.CASCADE, related_name="lines", verbose_name="部分")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts", verbose_name="上级"
    )
    key = models.SlugField("代号", max_length=60)
    title = models.CharField("评估内容", max_length=120)
    points = models.DecimalField("分值", max_digits=6, decimal_places=1, null=True, blank=True)
    clauses = models.JSONField("依据条款", default=list)  # keys of clauses of the standard named by the form
    interpretations = models.JSONField("依据释义", default=list)
    bands = models.JSONField("评分依据", default=list)  # [{"from": 9, "to": 10, "when": "…"}]
    place_types = models.JSONField("点位类型", default=list)
    is_key = models.BooleanField("关键指标", default=False)
    least_rate = models.DecimalField("最低得分率", max_digits=4, decimal_places=2, null=True, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "评分条目"
        ordering = ["section", "order"]


class SampleSize(Fact):
    """How many places of a type a review looks at, by urban population in 10,000; null = not limited on that side."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="samples", verbose_name="评分表")
    place_type = models.CharField("点位类型", max_length=40)
    population_from = models.PositiveIntegerField("人口起（万）", null=True, blank=True)
    population_to = models.PositiveIntegerField("人口止（万）", null=True, blank=True)
    least = models.PositiveIntegerField("最少", null=True, blank=True)
    most = models.PositiveIntegerField("最多", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "抽样数"
        ordering = ["edition", "id"]


class Crosswalk(Fact):
    """What became of one clause of an edition in another; a side is empty where a clause is new or gone."""

    table = models.ForeignKey(
        Edition, on_delete=models.CASCADE, null=True, related_name="crosswalk_rows", verbose_name="对照表"
    )
    old = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="becomes", verbose_name="旧版")
    new = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="comes_from", verbose_name="新版")
    old_clause = models.ForeignKey(Clause, on_delete=models.CASCADE, null=True, blank=True, related_name="becomes")
    new_clause = models.ForeignKey(Clause, on_delete=models.CASCADE, null=True, blank=True, related_name="comes_from")
    old_indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="becomes"
    )
    new_indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="comes_from"
    )
    kind = models.CharField("变化", max_length=10, choices=CrossKind.choices)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "新旧对照"
        ordering = ["old", "new", "id"]


class Verification(models.Model):
    """An office's confirmation or correction of a figure, laid over the edition at reading; the newest stands."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="verifications", verbose_name="版本")
    subject = models.CharField("对象", max_length=16, choices=Subject.choices)
    key = models.CharField("代号", max_length=80)  # of the clause, indicator, limit…; a target is "key/level"
    field = models.CharField("项目", max_length=20)  # value, judge, formula, number, a, b, c, is_veto…
    value = models.JSONField("核定值", null=True)
    printed = models.JSONField("库中原值", null=True)  # what the edition said when it was verified
    source = models.CharField("依据", max_length=200)
    reason = models.CharField("说明", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="核定人")
    at = models.DateTimeField("核定时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "核定"
        ordering = ["-id"]
        indexes = [models.Index(fields=["edition", "subject", "key"], name="verification_subject")]
