"""Meeting with its agenda, those called to it, what units pledged, what was decided, and which units held their own."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.org.choices import PostKind
from weicheng.ground.org.models import Person, Unit
from weicheng.work.meetings.choices import (
    AttendanceState,
    Category,
    DecisionKind,
    ItemKind,
    MeetingKind,
    MeetingState,
    Way,
)
from weicheng.work.plans.models import Task


class Meeting(models.Model):
    """One meeting of the campaign (M251-M254, M259)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="meetings", verbose_name="活动")
    key = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the page: the same submit twice is one meeting
    kind = models.CharField("种类", max_length=12, choices=MeetingKind.choices)
    serial = models.PositiveIntegerField("第几次", null=True, blank=True)
    title = models.CharField("名称", max_length=120)
    starts_at = models.DateTimeField("开会时间")
    place = models.CharField("地点", max_length=100, blank=True)
    host = models.CharField("主持人", max_length=60, blank=True)
    late_after = models.PositiveSmallIntegerField("开会后几分钟算迟到", default=0)
    demands = models.TextField("会后要求", blank=True)  # closing demands of the chair, one a line
    state = models.CharField("状态", max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    # Which item is on; both screens of the cue sheet show this one.
    current = models.ForeignKey("AgendaItem", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="建立人")
    at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "serial"], condition=models.Q(kind="leading"), name="meetings_serial_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def is_today(self) -> bool:
        return self.day == timezone.localdate()


class AgendaItem(models.Model):
    """One thing on the agenda; a paper has its own reader, a pledge its unit (M254)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items", verbose_name="会议")
    order = models.PositiveIntegerField("次序", default=0)
    kind = models.CharField("种类", max_length=10, choices=ItemKind.choices)
    title = models.CharField("事项", max_length=200)
    number = models.CharField("文号", max_length=60, blank=True)
    speaker = models.CharField("谁来", max_length=60, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit_name = models.CharField("单位", max_length=100, blank=True)  # its name of the day
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField("材料", max_length=255, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议程"
        ordering = ["meeting", "order", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def chosen_units(self) -> list[Unit]:
        """For the unit picker of a form."""
        return [self.unit] if self.unit else []


class Attendee(models.Model):
    """One line of the call list: who of which unit is to come, and whether she came (M256, M257)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees", verbose_name="会议")
    category = models.CharField("类别", max_length=12, choices=Category.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit_name = models.CharField("单位", max_length=100, blank=True)
    required = models.CharField("要求", max_length=20, choices=PostKind.choices, default=PostKind.RESPONSIBLE)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=50, blank=True)
    title = models.CharField("职务", max_length=50, blank=True)
    state = models.CharField("状态", max_length=10, choices=AttendanceState.choices, default=AttendanceState.INVITED)
    arrived_at = models.DateTimeField("签到时间", null=True, blank=True)
    way = models.CharField("怎么签的", max_length=6, choices=Way.choices, blank=True)
    reason = models.CharField("请假原因", max_length=200, blank=True)

    may_name: bool  # set by the page: whether the reader may say that somebody else comes

    class Meta:
        verbose_name = verbose_name_plural = "参会人员"
        ordering = ["meeting", "category", "unit__order", "unit_id", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Unit and name."""
        return f"{self.unit_name}{self.own_name}"

    @property
    def own_name(self) -> str:
        """The name without its unit: offices enter 区城管局 王某 as well as 王某."""
        return self.name.removeprefix(self.unit_name).strip() if self.unit_name else self.name


class Pledge(models.Model):
    """What a unit promised at a meeting (M255)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pledges", verbose_name="会议")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pledges", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=100)
    text = models.TextField("表态内容")
    due_on = models.DateField("什么时候做到", null=True, blank=True)
    kept_on = models.DateField("做到日期", null=True, blank=True)
    note = models.CharField("落实情况", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表态"
        ordering = ["meeting", "id"]

    def __str__(self) -> str:
        return f"{self.unit_name}：{self.text[:40]}"


class Decision(models.Model):
    """A numbered decision, or a numbered point of a leader's speech (M060); it becomes one task."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions", verbose_name="会议")
    kind = models.CharField("来源", max_length=12, choices=DecisionKind.choices)
    number = models.PositiveIntegerField("第几条")
    text = models.TextField("内容")
    speaker = models.CharField("谁讲的", max_length=60, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit_name = models.CharField("牵头单位", max_length=100, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="decision")

    class Meta:
        verbose_name = verbose_name_plural = "决定事项"
        ordering = ["meeting", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "number"], name="meetings_decision_number_once")
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def source(self) -> str:
        """领导讲话第2点, 会议决定第1条."""
        unit = "点" if self.kind == DecisionKind.INSTRUCTION else "条"
        return f"{DecisionKind(self.kind).label}第{self.number}{unit}"


class UnitMeeting(models.Model):
    """A unit says that it held its own meeting after a mobilisation meeting (M251, M262)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="passed_on", verbose_name="动员会")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=100)
    held_on = models.DateField("开会日期")
    people = models.PositiveIntegerField("到会人数", null=True, blank=True)
    note = models.CharField("内容", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="填报人")
    at = models.DateTimeField("填报时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位动员会"
        ordering = ["held_on", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "unit"], name="meetings_unitmeeting_once")]

    def __str__(self) -> str:
        return f"{self.unit_name}：{self.held_on:%Y-%m-%d}"
