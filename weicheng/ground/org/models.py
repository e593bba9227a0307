"""Accounts, units, people, posts, groups and roles."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind, Role, UnitKind


class User(AbstractUser):
    """An account. Most have no e-mail: the office hands out one-time codes on paper."""

    name = models.CharField("姓名", max_length=50, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)
    is_sample = models.BooleanField("示例账号", default=False)  # only demo mode may hold such accounts

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name or self.username


M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows that hold from ``start`` to ``end``, either of which may be open."""

    def on(self, day: date) -> DatedQuerySet[M]:
        return self.filter(Q(start=None) | Q(start__lte=day), Q(end=None) | Q(end__gte=day))


class UnitQuerySet(models.QuerySet["Unit"]):
    def on(self, day: date) -> UnitQuerySet:
        """Units that exist on ``day``."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))

    def with_samples(self, samples: bool) -> UnitQuerySet:
        """All units for the sample campaign; for any other those that are not the sample's."""
        return self if samples else self.filter(is_sample=False)

    def subtree(self, unit: Unit) -> UnitQuerySet:
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """A body that can answer for work: a bureau, a subdistrict, a community, an enterprise, an office inside a unit."""

    code = models.CharField("编码", max_length=30, unique=True)
    name = models.CharField("全称", max_length=100)
    short_name = models.CharField("简称", max_length=50, blank=True)
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    # Ids from the root, "/1/12/": a subtree is a prefix. Kept by services.place_unit.
    path = models.CharField(max_length=200, db_index=True, default="/")
    order = models.PositiveIntegerField("排序", default=0)
    valid_from = models.DateField("设立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed", verbose_name="并入"
    )
    # Of the fictional district: never matched, nor meant by 各…, in a campaign that is not the sample's.
    is_sample = models.BooleanField("示例单位", default=False)
    initials = models.CharField(
        "拼音首字母", max_length=200, blank=True
    )  # of name, short name and aliases, blank-separated

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.short_name or self.name

    def name_on(self, day: date) -> str:
        """The name of that day; papers keep the name of their day."""
        for old in self.names.all():
            if (old.start is None or old.start <= day) and old.end is not None and day <= old.end:
                return old.name
        return self.name


class UnitName(models.Model):
    """A name that the unit bore in a period: papers keep the name of their day."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names", verbose_name="单位")
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=50, blank=True)
    start = models.DateField("启用日期", null=True, blank=True)
    end = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"
        ordering = ["unit", "start"]


class UnitAlias(models.Model):
    """Another way in which papers write the unit: 住建局, 县住建局, 住房和城乡建设局."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases", verbose_name="单位")
    text = models.CharField("别称", max_length=100, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "别称"
        constraints = [models.UniqueConstraint(fields=["unit", "text"], name="org_unitalias_once")]

    def __str__(self) -> str:
        return self.text


class Person(models.Model):
    """Somebody with a post; may or may not have an account."""

    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("电话", max_length=30, blank=True)
    user = models.OneToOneField(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="person", verbose_name="账号"
    )

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """What a person is in a unit, from one day to another (M007, M016)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts", verbose_name="人员")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name="单位")
    kind = models.CharField("身份", max_length=20, choices=PostKind.choices)
    title = models.CharField("职务", max_length=50, blank=True)
    start = models.DateField("起", null=True, blank=True)
    end = models.DateField("止", null=True, blank=True)

    objects = DatedQuerySet["Post"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["unit", "kind", "start"]


class Group(models.Model):
    """The leading group, its office, a working group (M001-M006)."""

    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=20, choices=GroupKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="隶属"
    )
    host_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="hosted_groups", verbose_name="办公室设在"
    )
    start = models.DateField("成立日期", null=True, blank=True)
    end = models.DateField("撤销日期", null=True, blank=True)

    objects = DatedQuerySet["Group"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "议事机构"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Who sits in a group, from which home unit (secondment, M003), from one day to another (M004)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships", verbose_name="机构")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships", verbose_name="人员")
    post = models.CharField("组内职务", max_length=20, choices=MemberPost.choices, default=MemberPost.MEMBER)
    title = models.CharField("单位职务", max_length=80, blank=True)
    home_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原单位"
    )
    order = models.PositiveIntegerField("排序", default=0)
    start = models.DateField("起", null=True, blank=True)
    end = models.DateField("止", null=True, blank=True)

    objects = DatedQuerySet["Membership"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组成人员"
        ordering = ["group", "order", "id"]


class RoleAssignment(models.Model):
    """A role for a user, within a unit's subtree (none = everywhere), from one day to another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments", verbose_name="账号")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="role_assignments", verbose_name="范围"
    )
    start = models.DateField("起", null=True, blank=True)
    end = models.DateField("止", null=True, blank=True)

    objects = DatedQuerySet["RoleAssignment"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色"
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=Role.LIAISON) | Q(unit__isnull=False),
                name="org_liaison_has_unit",
                violation_error_message="单位联络员必须指定单位。",
            )
        ]


class LoginCode(models.Model):
    """A one-time code on paper with which a liaison first logs in or resets the password; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="login_codes", verbose_name="账号")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    batch = models.CharField("批次", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "一次性登录码"


class CodeTry(models.Model):
    """A wrong one-time code from an address; too many in a quarter of an hour pause that address."""

    address = models.CharField("地址", max_length=60)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录码试错"
        indexes = [models.Index(fields=["address", "at"], name="org_codetry_address")]
