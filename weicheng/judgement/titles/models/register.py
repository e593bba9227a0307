"""Title: one title of one area or unit, sought or held, with its term. TitleEvent: what happened to it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.org import access
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit
from weicheng.judgement.titles.choices import EventKind, ObjectKind, TitleLevel, TitleState

if TYPE_CHECKING:
    from weicheng.ground.org.models import User

DAYS_ENDING = 366
# An inspector comes unannounced and has no part in what a unit applies for.
READERS = tuple(role for role in Role if role != Role.INSPECTOR)


class TitleQuerySet(models.QuerySet["Title"]):
    def for_user(self, user: User) -> TitleQuerySet:
        """All for those who see everything; a unit sees the titles it bears or answers for."""
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        return self.filter(unit__in=scope.units(*READERS))


class Title(models.Model):
    """A title (M027): level and object, granted by whom, until when. Nested ones point to the title they are part of."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the page: the same submit twice is one row
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="titles", verbose_name="活动")
    level = models.CharField("级别", max_length=12, choices=TitleLevel.choices)
    kind = models.CharField("对象种类", max_length=12, choices=ObjectKind.choices)
    name = models.CharField("称号", max_length=60)  # 国家卫生区
    object_name = models.CharField("对象", max_length=100)  # 青禾区; a unit's name of the day
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="titles", verbose_name="单位"
    )
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="属于"
    )
    state = models.CharField("状态", max_length=10, choices=TitleState.choices, default=TitleState.SOUGHT)
    target_on = models.DateField("目标日期", null=True, blank=True)
    granted_on = models.DateField("命名日期", null=True, blank=True)
    granted_by = models.CharField("命名机关", max_length=60, blank=True)
    paper_number = models.CharField("命名文号", max_length=60, blank=True)
    term_years = models.PositiveSmallIntegerField("期限（年）", null=True, blank=True)
    expires_on = models.DateField("到期日", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "称号"
        ordering = ["campaign", "kind", "object_name", "level", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name", "object_name"], name="titles_title_once"),
            models.CheckConstraint(
                condition=~models.Q(state=TitleState.HELD) | models.Q(granted_on__isnull=False),
                name="titles_held_is_granted",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state", "expires_on"], name="title_expiry")]

    def __str__(self) -> str:
        return f"{self.object_name}{self.name}"

    def is_expired(self, today: date) -> bool:
        return self.state == TitleState.HELD and self.expires_on is not None and self.expires_on < today

    def is_ending(self, today: date) -> bool:
        """Held, and its term ends within a year: the time in which a re-review is prepared."""
        last = self.expires_on
        return self.state == TitleState.HELD and last is not None and 0 <= (last - today).days <= DAYS_ENDING

    def standing(self, today: date) -> str:
        """The one word for it on every page: that of its state, 快到期 or 已到期 where the term says so."""
        if self.is_expired(today):
            return "已到期"
        return "快到期" if self.is_ending(today) else str(self.get_state_display())

    def chip(self, today: date) -> str:
        """The colour that goes with the word: held is done, sought is doing, deferred and expired late."""
        if self.is_expired(today) or self.state in (TitleState.DEFERRED, TitleState.WITHDRAWN):
            return "late"
        if self.state == TitleState.HELD:
            return "due" if self.is_ending(today) else "done"
        return "doing" if self.state == TitleState.SOUGHT else "todo"


class TitleEvent(models.Model):
    """One rung of the history of a title (M270); kept, never altered."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="events", verbose_name="称号")
    kind = models.CharField("事项", max_length=10, choices=EventKind.choices)
    on = models.DateField("日期")
    paper_number = models.CharField("文号", max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "称号记录"
        ordering = ["-on", "-id"]
