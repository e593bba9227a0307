"""Plan, DraftRow (under review), Task, ProgressEntry. The ledger is a selector over Task, never a table."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When

from weicheng.ground.campaigns.models import Campaign, Phase
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.models import Person, Unit
from weicheng.work.plans.choices import Category, EntryState, OwnerRole, PlanState, RowState, Stage
from weicheng.work.plans.clauses import NoClause, TaskClause  # noqa: F401  (Django finds the models of the room here)
from weicheng.work.plans.deadlines import DeadlineRule, PostponementRequest  # noqa: F401
from weicheng.work.plans.querysets import PlanQuerySet, SavedViewQuerySet, TaskQuerySet

if TYPE_CHECKING:
    from weicheng.work.plans.flags import Flag


class Plan(models.Model):
    """An implementation plan as a paper: its original, the text read from it and what the paper says of itself."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="plans", verbose_name="活动")
    title = models.CharField("标题", max_length=200)
    number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("发文单位", max_length=100, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)  # base year of dates without one
    # Empty only where the full text turned out to be classified and the original was removed.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="plans", verbose_name="原件")
    file_name = models.CharField("文件名", max_length=255)
    text = models.TextField("正文", blank=True)
    blocks = models.JSONField(
        "段落", default=list
    )  # [{start, end, kind, level, bold, centred, locator}], see engines.reader.document
    tables = models.JSONField(
        "表格", default=list
    )  # [{start, end, rows, columns, name, cells: [{row, column, start, end, row_span, column_span}]}]
    facts = models.JSONField("文件要素", default=dict)  # engines.reader.rows.Plan as a dict
    warnings = models.JSONField("提醒", default=list)
    state = models.CharField("状态", max_length=12, choices=PlanState.choices, default=PlanState.READING)
    failure = models.TextField("失败原因", blank=True)
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="读取工作"
    )
    revises = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="revision", verbose_name="修订自"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发布人",
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方案"
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.title


class DraftRow(models.Model):
    """One row that the reader found, or that a person added, while the plan is under review."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rows", verbose_name="方案")
    order = models.FloatField("次序")  # a split or an added row takes a value between its neighbours
    start = models.PositiveIntegerField("起")  # plan.text[start:end] == quote; both 0 for a row without a sentence
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原文")
    locator = models.JSONField("原件位置", default=dict)
    title = models.CharField("事项", max_length=200)
    start_on = models.DateField("开始", null=True, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    deadline_text = models.CharField("时限原文", max_length=200, blank=True)
    recurrence_text = models.CharField("频次原文", max_length=200, blank=True)
    rrule = models.CharField("频次规则", max_length=200, blank=True)
    quota = models.JSONField("次数要求", null=True, blank=True)  # {"value", "comparator", "per"}
    quantities = models.JSONField(
        "数量", default=list
    )  # [{"text", "value", "unit", "comparator", "object"}]; the first is the target
    section = models.JSONField("所在章节", default=list)
    category = models.CharField("类别", max_length=24, choices=Category.choices, default=Category.OTHER)
    confidence = models.FloatField("置信度", default=1.0)
    doubts = models.JSONField("疑点", default=list)  # Chinese sentences
    reading = models.JSONField("读出的原样", default=dict)  # the engine's row, kept to show what a person changed
    state = models.CharField("状态", max_length=10, choices=RowState.choices, default=RowState.OPEN)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    checked_at = models.DateTimeField("确认时间", null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="分给",
    )
    same_as = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name="与…为同一任务",
    )
    same_as_task = models.ForeignKey(
        "Task", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="即台账任务"
    )
    continues = models.ForeignKey(
        "Task", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="修订自任务"
    )
    rejected = models.JSONField(
        "不是同一任务", default=list
    )  # ["row:12", "task:7"]: proposals that a person turned down
    version = models.PositiveIntegerField(default=1)  # a second editor of an older version is told

    # Set by selectors.rows.review_rows.
    number: int
    flags: list[Flag]

    class Meta:
        verbose_name = verbose_name_plural = "待审任务"
        ordering = ["plan", "order", "id"]

    def __str__(self) -> str:
        return self.title


class DraftOwner(models.Model):
    """An owner string of a row and the unit or person that it was found to mean; a collective has no unit until publishing."""

    row = models.ForeignKey(DraftRow, on_delete=models.CASCADE, related_name="owners", verbose_name="待审任务")
    text = models.CharField("原文", max_length=100)
    role = models.CharField("角色", max_length=10, choices=OwnerRole.choices, default=OwnerRole.LEAD)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员"
    )
    match = models.CharField("对应方式", max_length=12, choices=MatchKind.choices, default=MatchKind.NEW)
    collective = models.JSONField("统称范围", null=True, blank=True)  # e.g. {"kinds": ["township"]}, see org.matching
    suggestions = models.JSONField("相近单位", default=list)  # [{"unit": id, "name", "score"}], best first
    doubt = models.CharField("疑点", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "待审责任"
        ordering = ["row", "order", "id"]


class Task(models.Model):
    """A row of the ledger: who does what, how much, by when, how often."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the hidden id in exported tables
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tasks", verbose_name="活动")
    number = models.CharField("编号", max_length=30, unique=True)  # campaign-year-serial: QH-2026-0137
    title = models.CharField("事项", max_length=200)
    category = models.CharField("类别", max_length=24, choices=Category.choices, default=Category.OTHER)
    section = models.JSONField("所在章节", default=list)
    phase = models.ForeignKey(
        Phase, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name="阶段"
    )
    start_on = models.DateField("开始", null=True, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    original_due_on = models.DateField("原时限", null=True, blank=True)  # as published; stays visible
    deadline_text = models.CharField("时限原文", max_length=200, blank=True)
    recurrence_text = models.CharField("频次原文", max_length=200, blank=True)
    rrule = models.CharField("频次规则", max_length=200, blank=True)
    quota = models.JSONField("次数要求", null=True, blank=True)
    quantities = models.JSONField("数量", default=list)
    target_value = models.DecimalField("目标数", max_digits=16, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField("计量单位", max_length=20, blank=True)
    target_comparator = models.CharField("比较", max_length=2, default="=")
    target_object = models.CharField("计量对象", max_length=100, blank=True)
    note = models.TextField("备注", blank=True)
    # Where a task comes from that stands in no paper: a meeting's decision, a leader's instruction, a unit's own plan.
    origin = models.CharField("来源", max_length=200, blank=True)
    origin_url = models.CharField("来源地址", max_length=200, blank=True)
    # Confirmed progress, kept in step with the entries by services.progress; `weicheng rebuild` reproduces them.
    percent = models.PositiveSmallIntegerField("完成百分比", default=0)
    done_value = models.DecimalField("已完成数", max_digits=16, decimal_places=2, null=True, blank=True)
    reported_on = models.DateField("报告完成日期", null=True, blank=True)  # said to be done, not yet confirmed
    done_on = models.DateField("完成日期", null=True, blank=True)  # confirmed
    last_entry_at = models.DateTimeField("最近进展", null=True, blank=True)
    # The day of the earliest paper that orders the task, else the day it came into the ledger.
    ordered_on = models.DateField("下达日期", null=True, blank=True)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="第一牵头单位"
    )
    # Computed by the database, so that lists and counts of a hundred thousand tasks are read from indexes.
    stage = models.GeneratedField(
        expression=Case(
            When(done_on__isnull=False, then=Value(Stage.DONE.value)),
            When(reported_on__isnull=False, then=Value(Stage.REPORTED.value)),
            When(Q(percent__gt=0) | Q(done_value__gt=0), then=Value(Stage.BEGUN.value)),
            default=Value(Stage.IDLE.value),
        ),
        output_field=models.SmallIntegerField(choices=Stage.choices),
        db_persist=True,
    )
    is_quantified = models.GeneratedField(
        expression=Case(When(Q(target_value__isnull=False) | Q(quota__isnull=False), then=Value(1)), default=Value(0)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    withdrawn_at = models.DateTimeField(
        "撤回时间", null=True, blank=True
    )  # out of the ledger; its number is not used again
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TaskQuerySet.as_manager()

    # Set by selectors.tasks.dress.
    status: str
    due_words: str  # 剩4个工作日
    workdays_left: int | None
    leads: list[TaskOwner]
    coops: list[TaskOwner]
    in_charge: str  # the person named in the task, else the head of the lead unit
    waiting: int  # entries not yet confirmed
    postponement: PostponementRequest | None  # set by services.editing: the later deadline that was held back
    plan_percent: int | None  # where an even pace would stand today

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["campaign", "number"]
        indexes = [
            models.Index(fields=["campaign", "withdrawn_at", "due_on", "number"], name="task_due"),
            models.Index(fields=["campaign", "category"], name="task_category"),
            models.Index(
                fields=["campaign", "withdrawn_at", "stage", "due_on", "start_on", "lead_unit"], name="task_stage"
            ),
            models.Index(fields=["campaign", "withdrawn_at", "lead_unit", "stage", "due_on"], name="task_lead"),
            models.Index(fields=["campaign", "withdrawn_at", "is_quantified"], name="task_quantified"),
            models.Index(fields=["campaign", "withdrawn_at", "done_on", "due_on"], name="task_done"),
            models.Index(fields=["campaign", "withdrawn_at", "ordered_on", "due_on"], name="task_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class TaskOwner(models.Model):
    """A unit, or a person in it, with a role in a task; ``via`` is the owner string it came from (各镇办)."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="owners", verbose_name="任务")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="task_roles", verbose_name="单位")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="task_roles", verbose_name="责任人"
    )
    role = models.CharField("角色", max_length=10, choices=OwnerRole.choices, default=OwnerRole.LEAD)
    via = models.CharField("原文", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "任务责任"
        ordering = ["task", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["task", "unit", "role"], name="plans_taskowner_once")]
        indexes = [models.Index(fields=["unit", "role", "task"], name="taskowner_unit")]


class TaskSource(models.Model):
    """The sentence a task came from; the same task in several papers, or in a body and its table, has several."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="sources", verbose_name="任务")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sources", verbose_name="方案")
    row = models.ForeignKey(DraftRow, on_delete=models.SET_NULL, null=True, blank=True, related_name="sources")
    quote = models.TextField("原文")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    locator = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "任务出处"
        ordering = ["task", "id"]


class ProgressEntry(models.Model):
    """What a unit reports of a task on a day; the office confirms or returns it. A correction is a new entry."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the page: the same submit twice is one entry
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="entries", verbose_name="任务")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="entries", verbose_name="单位")
    on = models.DateField("日期")
    percent = models.PositiveSmallIntegerField("完成百分比", null=True, blank=True)
    value = models.DecimalField("累计完成数", max_digits=16, decimal_places=2, null=True, blank=True)
    text = models.TextField("说明", blank=True)
    state = models.CharField("状态", max_length=10, choices=EntryState.choices, default=EntryState.SUBMITTED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="填报人")
    at = models.DateTimeField("填报时间", auto_now_add=True)
    on_behalf = models.BooleanField("代填", default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    return_reason = models.TextField("退回原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "进展"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="plans_progressentry_percent_to_100",
                violation_error_message="完成百分比在0到100之间。",
            )
        ]
        indexes = [
            models.Index(fields=["task"], name="entry_waiting", condition=Q(state=EntryState.SUBMITTED)),
            models.Index(fields=["on", "task"], name="entry_day"),
        ]


class ProgressFile(models.Model):
    """A photo or document handed in with a progress entry."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="files", verbose_name="进展")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="progress", verbose_name="文件")
    name = models.CharField("文件名", max_length=255)


class SavedView(models.Model):
    """A filter of the ledger kept under a name, by one user for himself or for the whole office."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="views", verbose_name="活动")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ledger_views", verbose_name="账号"
    )
    name = models.CharField("名称", max_length=30)
    query = models.TextField("条件")  # the query string of the ledger page
    is_shared = models.BooleanField("全办可见", default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账视图"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "user", "name"], name="plans_savedview_once")]


class CalendarFeed(models.Model):
    """A unit's iCalendar address; whoever has the secret may read it, and the unit can change it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="feeds", verbose_name="活动")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="feeds", verbose_name="单位")
    secret = models.CharField(max_length=64, unique=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="plans_calendarfeed_once")]


class LedgerImport(models.Model):
    """An edited table as it was read for the preview; applying uses exactly what the preview showed."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="imports", verbose_name="活动")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="账号")
    file_name = models.CharField("文件名", max_length=255)
    rows = models.JSONField("读出的行", default=list)  # see services.importing
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("写入时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表格导入"
        ordering = ["-id"]
