"""Roster (who stands when, from one day to another), its shifts, members, their leave, and what changed after publishing."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import Person, Unit
from weicheng.work.duties.roster_choices import ChangeKind, RosterPace, RosterState
from weicheng.work.duties.roster_querysets import MemberQuerySet, RosterQuerySet, TurnQuerySet


class Roster(models.Model):
    """Who of a unit is on duty at a place, day by day or week by week (M077, M081)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the page: the same press twice is one roster
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="rosters", verbose_name="活动")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rosters", verbose_name="单位")
    name = models.CharField("名称", max_length=100)
    place = models.CharField("路段或地点", max_length=200, blank=True)
    requirement = models.CharField("要求", max_length=200, blank=True)
    pace = models.CharField("排班方式", max_length=5, choices=RosterPace.choices, default=RosterPace.DAY)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")
    rest_hours = models.PositiveSmallIntegerField("两班之间至少休息几小时", default=11)
    rest_days = models.PositiveSmallIntegerField("两班之间至少隔几天", default=0)
    state = models.CharField("状态", max_length=10, choices=RosterState.choices, default=RosterState.DRAFT)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # What the last planning said: words, spread, gap, and so on, as services.roster_planning writes it.
    result = models.JSONField("排班结果", default=dict, blank=True)
    secret = models.CharField("日历地址", max_length=60, unique=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="建立人"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发布人",
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    unit_name = models.CharField("发布时的单位名称", max_length=100, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "执勤表"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="duties_roster_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.state == RosterState.DRAFT

    @property
    def is_weekly(self) -> bool:
        return self.pace == RosterPace.WEEK

    @property
    def is_planning(self) -> bool:
        return self.job is not None and not self.job.is_finished

    @property
    def title(self) -> str:
        """As it stands over the printed paper: 人民路执勤表."""
        return self.name if self.name.endswith("表") else f"{self.name}表"

    @property
    def shown_unit(self) -> str:
        """A published roster keeps the name that the unit had then."""
        return self.unit_name or str(self.unit)


class RosterShift(models.Model):
    """A shift of every day (or of the week): from when to when, how many people on working days and on days off."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="shifts", verbose_name="执勤表")
    name = models.CharField("班次", max_length=30)
    starts_at = models.TimeField("开始")
    ends_at = models.TimeField("结束")  # not after the start: on the next day
    heads = models.PositiveSmallIntegerField("工作日人数", default=1)
    heads_off = models.PositiveSmallIntegerField("周末和节假日人数", default=1)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "班次"
        ordering = ["roster", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["roster", "name"], name="duties_rostershift_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def times(self) -> str:
        next_day = "次日" if self.ends_at <= self.starts_at else ""
        return f"{self.starts_at:%H:%M}—{next_day}{self.ends_at:%H:%M}"


class RosterMember(models.Model):
    """Somebody who takes turns; keeps the name of the day, whatever becomes of the person's account or post."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="members", verbose_name="执勤表")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roster_members", verbose_name="人员")
    name = models.CharField("姓名", max_length=50)
    exempt = models.ManyToManyField(RosterShift, blank=True, related_name="exempt_members", verbose_name="免排班次")
    share = models.PositiveSmallIntegerField("负荷（%）", default=100)
    left_on = models.DateField("退出日期", null=True, blank=True)  # from this day on no turns
    left_reason = models.CharField("退出原因", max_length=200, blank=True)
    secret = models.CharField("日历地址", max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "执勤人员"
        ordering = ["roster", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["roster", "person"], name="duties_rostermember_once")]

    def __str__(self) -> str:
        return self.name


class RosterLeave(models.Model):
    """Days on which a member is away."""

    member = models.ForeignKey(RosterMember, on_delete=models.CASCADE, related_name="leave", verbose_name="人员")
    first = models.DateField("起")
    last = models.DateField("止")
    reason = models.CharField("原因", max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "请假"
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="duties_rosterleave_ends_after_start")
        ]

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


class RosterTurn(models.Model):
    """One member on one shift of one day (of the week that begins on it), and whether she came."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="turns", verbose_name="执勤表")
    member = models.ForeignKey(RosterMember, on_delete=models.PROTECT, related_name="turns", verbose_name="人员")
    shift = models.ForeignKey(RosterShift, on_delete=models.PROTECT, related_name="turns", verbose_name="班次")
    day = models.DateField("日期")
    came = models.BooleanField("到岗", null=True, blank=True)  # none: not recorded
    absence = models.CharField("缺勤原因", max_length=100, blank=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "排班"
        ordering = ["day", "shift__order", "member__order", "id"]
        constraints = [models.UniqueConstraint(fields=["roster", "member", "day"], name="duties_rosterturn_once_a_day")]
        indexes = [models.Index(fields=["roster", "day"], name="rosterturn_roster_day")]

    def __str__(self) -> str:
        return f"{self.day:%-m月%-d日}{self.shift}（{self.member}）"


class RosterChange(models.Model):
    """What was changed after publishing: who, when, why, and the words that stand in the record."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="changes", verbose_name="执勤表")
    kind = models.CharField("种类", max_length=10, choices=ChangeKind.choices)
    day = models.DateField("涉及日期")
    text = models.TextField("内容")
    reason = models.CharField("原因", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "执勤变动"
        ordering = ["-at", "-id"]


class ShiftLog(models.Model):
    """What was done on a shift; a second entry adds to the first, nothing is overwritten (M077)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="logs", verbose_name="执勤表")
    shift = models.ForeignKey(RosterShift, on_delete=models.PROTECT, related_name="logs", verbose_name="班次")
    day = models.DateField("日期")
    text = models.TextField("做了什么", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "执勤记录"
        ordering = ["day", "id"]


class Violation(models.Model):
    """Something stopped on a shift: where, what, what was done, and whether it came back (M078)."""

    log = models.ForeignKey(ShiftLog, on_delete=models.CASCADE, related_name="violations", verbose_name="执勤记录")
    spot = models.CharField("地点", max_length=100)
    kind = models.CharField("行为", max_length=50)
    action = models.CharField("处理", max_length=100, blank=True)
    came_back = models.BooleanField("反弹", default=False)  # seen again at the spot after it was stopped

    class Meta:
        verbose_name = verbose_name_plural = "制止的行为"
        ordering = ["log", "id"]
