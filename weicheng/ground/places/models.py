"""Zone: a stretch of the town that somebody answers for. Sponsorship: the leader and department bound to it (M009, M010)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org import access
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import DatedQuerySet, Person, Unit

if TYPE_CHECKING:
    from weicheng.ground.org.models import User


class ZoneQuerySet(models.QuerySet["Zone"]):
    def for_user(self, user: User) -> ZoneQuerySet:
        """All for those who see everything; a unit sees the zones that it owns or sponsors."""
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        units = scope.units(*(role for role in Role if role != Role.INSPECTOR))
        mine = Sponsorship.objects.filter(department__in=units).values("zone")
        return self.filter(Q(owner__in=units) | Q(pk__in=mine))

    def live(self) -> ZoneQuerySet:
        return self.filter(ended_on=None)


class Zone(models.Model):
    """A road section or area with its limits in words, and the unit on whose ground it lies."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="zones", verbose_name="活动")
    name = models.CharField("责任区", max_length=80)
    limits = models.TextField("范围", blank=True)  # 东至…，西至…
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="zones", verbose_name="所在街道社区"
    )
    note = models.CharField("备注", max_length=200, blank=True)
    order = models.PositiveIntegerField("排序", default=0)
    ended_on = models.DateField("撤销日期", null=True, blank=True)

    objects = ZoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任区"
        ordering = ["campaign", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"],
                condition=Q(ended_on=None),
                name="places_zone_name_once",
                violation_error_message="已有同名的责任区。",
            )
        ]

    # Set by selectors.zone_rows.
    sponsors: list[Sponsorship]

    def __str__(self) -> str:
        return self.name


class Sponsorship(models.Model):
    """A leader and a department answer for a zone to the end, from one day to another; the department's chief with them."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="sponsorships", verbose_name="责任区")
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="sponsorships", verbose_name="包抓领导"
    )
    leader_title = models.CharField("领导职务", max_length=80, blank=True)
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sponsorships", verbose_name="包抓部门")
    chief = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="部门负责人"
    )
    start = models.DateField("起")
    end = models.DateField("止", null=True, blank=True)
    reason = models.CharField("依据", max_length=200, blank=True)

    objects = DatedQuerySet["Sponsorship"].as_manager()

    # Set by selectors.zone_rows.
    department_name: str

    class Meta:
        verbose_name = verbose_name_plural = "包抓"
        ordering = ["zone", "start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="places_sponsorship_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.zone}：{self.department}"

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)
