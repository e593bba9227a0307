"""Reads across units, people, groups and accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import GroupKind, PostKind, Role, UnitKind
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import (
    Group,
    LoginCode,
    Membership,
    Person,
    Post,
    RoleAssignment,
    Unit,
    UnitQuerySet,
    User,
)

# Units that report a responsible person and a liaison (M016); offices inside a unit answer through it.
_OFFICE_NAMES = ("创卫办", "创建办", "创卫办公室")
REPORTING = (UnitKind.PARTY_GOV, UnitKind.DEPARTMENT, UnitKind.TOWNSHIP, UnitKind.COMMUNITY, UnitKind.ENTERPRISE)


def units_for(user: Any) -> UnitQuerySet:
    """The units that a user may see: all for a role without bound, else those within reach."""
    scope = scope_of(user)
    if any(path is None for _, path in scope.roles):
        return Unit.objects.all()
    return scope.units()


def people_for(user: Any) -> QuerySet[Person]:
    """The people that a user may see: all for those who see everything, else those with a post within reach.

    An inspector comes unannounced: names and telephone numbers are not for that role.
    """
    if scope_of(user).sees_everything:
        return Person.objects.all()
    units = scope_of(user).units(*(role for role in Role if role != Role.INSPECTOR))
    return Person.objects.filter(posts__unit__in=units).distinct()


def units_for_matching(day: date | None = None, *, samples: bool = True) -> UnitQuerySet:
    """Units of a day with aliases, old names and what merged into them: four queries, whatever their number.

    ``samples``: the units of the sample too; only its own campaign knows them.
    """
    return (
        Unit.objects.on(day or timezone.localdate())
        .with_samples(samples)
        .select_related("parent")
        .prefetch_related("aliases", "names", Prefetch("absorbed", queryset=Unit.objects.order_by("id")))
    )


def leading_member_unit_ids(day: date | None = None) -> frozenset[int]:
    """Units from which the members of the leading group come: what 各成员单位 means."""
    day = day or timezone.localdate()
    rows = Membership.objects.on(day).filter(group__kind=GroupKind.LEADING, home_unit__isnull=False)
    return frozenset(rows.values_list("home_unit_id", flat=True))


def unit_matcher(day: date | None = None, area: str = "", *, samples: bool = True) -> UnitMatcher:
    """The matcher for a paper of ``day`` in ``area``, with the people that may be named in it.

    ``samples``: whether the units and people of the sample may be meant: in the sample's own campaign only.
    """
    people = Person.objects.all()
    if not samples:
        people = people.exclude(pk__in=Post.objects.filter(unit__is_sample=True).values("person"))
    return UnitMatcher(
        units_for_matching(day, samples=samples),
        area=area,
        people=people,
        member_ids=leading_member_unit_ids(day),
    )


def has_administrator() -> bool:
    """Whether anybody can let others in; not so on a fresh installation."""
    holders = RoleAssignment.objects.on(timezone.localdate()).filter(role=Role.ADMIN, unit=None)
    return holders.filter(user__is_active=True).exists()


def office_people() -> QuerySet[User]:
    """Active accounts of the campaign office, among whom rows can be shared out."""
    holders = RoleAssignment.objects.on(timezone.localdate()).filter(role=Role.OFFICE, unit=None)
    return User.objects.filter(is_active=True, pk__in=holders.values("user_id")).order_by("name", "pk")


def office_unit(day: date | None = None) -> Unit | None:
    """The unit that the campaign office is: the one called 创卫办, else the one that hosts the office of the leading group.

    None where neither is known, or where two could be meant.
    """
    day = day or timezone.localdate()
    units = Unit.objects.on(day).prefetch_related("aliases").order_by("order", "id")
    likely = units.filter(Q(name__contains="创") | Q(short_name__contains="创") | Q(aliases__text__contains="创"))
    named = [unit for unit in likely.distinct() if _is_called_office(unit)]
    hosts = Group.objects.on(day).filter(kind=GroupKind.OFFICE, host_unit__isnull=False)
    found = named or list(units.filter(pk__in=hosts.values("host_unit")))
    return found[0] if len(found) == 1 else None


def _is_called_office(unit: Unit) -> bool:
    ways = (unit.name, unit.short_name, *(alias.text for alias in unit.aliases.all()))
    return any(way.endswith(_OFFICE_NAMES) or ("创建" in way and way.endswith("办公室")) for way in ways)


def unit_called(units: UnitQuerySet, text: str, field: str = "") -> Unit:
    """The one unit that is called ``text``: by name, else short name, else alias. Invalid if none or several are."""
    ways = (units.filter(**{way: text}) for way in ("name", "short_name", "aliases__text"))
    found = next(filter(None, (list(called.order_by("order", "pk")[:4]) for called in ways)), [])
    if not found:
        raise Invalid(f"没有找到“{text}”，请从列表里选一个。", field)
    if len(found) > 1:
        names = "、".join(unit.name for unit in found[:3]) + ("等" if len(found) > 3 else "")
        raise Invalid(f"不止一个单位叫“{text}”：{names}。请从列表里选一个。", field)
    return found[0]


def search_units(units: UnitQuerySet, query: str, limit: int = 20) -> list[Unit]:
    """Units by name, short name, alias, old name or initials (zjj), the likeliest first."""
    query = query.strip()
    if not query:
        return list(units.select_related("parent").order_by("order", "id")[:limit])
    found = units.filter(_mentions(query)).prefetch_related("aliases").select_related("parent").distinct()
    return sorted(found[:500], key=lambda unit: _rank(unit, query))[:limit]


def _mentions(query: str) -> Q:
    return (
        Q(name__icontains=query)
        | Q(short_name__icontains=query)
        | Q(initials__icontains=query.lower())
        | Q(aliases__text__icontains=query)
        | Q(names__name__icontains=query)
        | Q(code__iexact=query)
    )


def _rank(unit: Unit, query: str) -> tuple[int, int, int, int]:
    """Whole names first, then beginnings, then the rest; short names before long ones."""
    ways = [unit.short_name, unit.name, *(alias.text for alias in unit.aliases.all()), *unit.initials.split()]
    small = query.lower()
    whole = any(way.lower() == small for way in ways)
    starts = any(way.lower().startswith(small) for way in ways)
    return (0 if whole else 1 if starts else 2, len(unit.short_name or unit.name), unit.order, unit.pk)


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What the page of units shows."""

    kind: str = ""
    query: str = ""
    gap: str = ""  # "responsible", "liaison", "account"
    ended: bool = False


def unit_rows(user: Any, what: UnitFilter, day: date | None = None) -> QuerySet[Unit]:
    """Units with ``responsible``, ``liaison``, ``liaison_phone``, ``liaison_user`` (id) and ``below``, one query."""
    day = day or timezone.localdate()
    units = units_for(user)
    units = units.filter(valid_to__lt=day) if what.ended else units.on(day)
    if what.kind:
        units = units.filter(kind=what.kind)
    if what.query:
        units = units.filter(pk__in=units.filter(_mentions(what.query)).values("pk"))
    liaison = _holder(PostKind.LIAISON, day)
    rows = units.select_related("parent").annotate(
        responsible=Subquery(_holder(PostKind.RESPONSIBLE, day).values("person__name")[:1]),
        liaison=Subquery(liaison.values("person__name")[:1]),
        liaison_phone=Subquery(liaison.values("person__phone")[:1]),
        liaison_user=Subquery(liaison.values("person__user_id")[:1]),
        below=Count("children", filter=Q(children__valid_to=None)),
    )
    if what.gap:
        rows = rows.filter(**{f"{_GAPS[what.gap]}__isnull": True}, kind__in=REPORTING)
    if what.gap == "account":
        rows = rows.filter(liaison__isnull=False)
    return rows.order_by("order", "id")


_GAPS = {"responsible": "responsible", "liaison": "liaison", "account": "liaison_user"}


def _holder(kind: str, day: date) -> QuerySet[Post]:
    return Post.objects.on(day).filter(unit=OuterRef("pk"), kind=kind).order_by("-start", "-id")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many units should name their people, and how many did not (M016)."""

    total: int
    without_responsible: int
    without_liaison: int
    liaison_without_account: int

    @property
    def percent(self) -> int:
        named = self.total - max(self.without_responsible, self.without_liaison)
        return round(100 * named / self.total) if self.total else 0


def coverage(user: Any, day: date | None = None) -> Coverage:
    rows = unit_rows(user, UnitFilter(), day).filter(kind__in=REPORTING)
    values = list(rows.values_list("responsible", "liaison", "liaison_user"))  # type: ignore[misc]
    return Coverage(
        len(values),
        sum(responsible is None for responsible, _, _ in values),
        sum(liaison is None for _, liaison, _ in values),
        sum(liaison is not None and account is None for _, liaison, account in values),
    )


def kind_counts(user: Any, day: date | None = None) -> list[tuple[str, str, int]]:
    """(code, word, number of living units) for each kind that has any."""
    living = units_for(user).on(day or timezone.localdate())
    counts = dict(living.order_by().values_list("kind").annotate(number=Count("pk")))
    return [(code, word, counts[code]) for code, word in UnitKind.choices if counts.get(code)]


@dataclass(slots=True)
class UnitNode:
    """A unit in the tree; ``size`` counts all units below it."""

    unit: Unit
    children: list[UnitNode] = field(default_factory=list)
    size: int = 0


def unit_tree(rows: Iterable[Unit]) -> list[UnitNode]:
    """The tree of these units; one whose parent is not among them stands at the top."""
    nodes = {unit.pk: UnitNode(unit) for unit in rows}
    roots: list[UnitNode] = []
    for node in nodes.values():
        above = nodes.get(node.unit.parent_id or 0)
        (above.children if above else roots).append(node)
    for node in nodes.values():
        for pk in node.unit.path.strip("/").split("/")[:-1]:
            if int(pk or 0) in nodes:
                nodes[int(pk)].size += 1
    return roots


@dataclass(slots=True)
class UnitPage:
    unit: Unit
    posts: list[Post]
    past_posts: list[Post]
    children: list[Unit]
    names: list[Any] = field(default_factory=list)


def unit_page(unit: Unit, day: date) -> UnitPage:
    """Everything that the page of one unit shows, for ``day``."""
    posts = list(unit.posts.select_related("person__user").order_by("kind", "start", "id"))
    now = [post for post in posts if _holds(post, day)]
    order = [kind.value for kind in PostKind]
    now.sort(key=lambda post: (order.index(post.kind), post.pk))
    past = [post for post in posts if post not in now]
    past.sort(key=lambda post: post.end or date.max, reverse=True)
    children = list(Unit.objects.on(day).filter(parent=unit).order_by("order", "id"))
    return UnitPage(unit, now, past, children, list(unit.names.order_by("-end")))


def _holds(row: Any, day: date) -> bool:
    return (row.start is None or row.start <= day) and (row.end is None or row.end >= day)


@dataclass(slots=True)
class GroupNode:
    group: Group
    seats: list[Membership]
    children: list[GroupNode] = field(default_factory=list)


def group_tree(day: date) -> list[GroupNode]:
    """The groups of a day with their members of that day, leading group first."""
    groups = list(Group.objects.on(day).select_related("host_unit", "parent"))
    seats: dict[int, list[Membership]] = {group.pk: [] for group in groups}
    rows = Membership.objects.on(day).filter(group__in=groups).select_related("person", "home_unit")
    for seat in rows.order_by("order", "id"):
        seats[seat.group_id].append(seat)
    nodes = {group.pk: GroupNode(group, seats[group.pk]) for group in groups}
    order = [kind.value for kind in GroupKind]
    roots: list[GroupNode] = []
    for node in sorted(nodes.values(), key=lambda one: (order.index(one.group.kind), one.group.pk)):
        above = nodes.get(node.group.parent_id or 0)
        (above.children if above else roots).append(node)
    return roots


def people_rows(user: Any, query: str = "") -> QuerySet[Person]:
    """People with ``current_posts`` (today) and their account."""
    people = people_for(user)
    if query:
        people = people.filter(
            Q(name__icontains=query) | Q(phone__contains=query) | Q(posts__unit__name__icontains=query)
        ).distinct()
    today = Post.objects.on(timezone.localdate()).select_related("unit")
    return (
        people.select_related("user")
        .prefetch_related(Prefetch("posts", today, to_attr="current_posts"))
        .order_by("name", "pk")
    )


def account_rows(query: str = "", state: str = "") -> QuerySet[User]:
    """Accounts with ``current_roles`` and ``code_until`` (of an unused code that still works)."""
    now = timezone.now()
    users = User.objects.annotate(
        code_until=Max("login_codes__expires_at", filter=Q(login_codes__used_at=None, login_codes__expires_at__gt=now))
    )
    if query:
        users = users.filter(Q(username__icontains=query) | Q(name__icontains=query) | Q(phone__contains=query))
    if state == "never":
        users = users.filter(is_active=True, last_login=None)
    elif state == "disabled":
        users = users.filter(is_active=False)
    today = RoleAssignment.objects.on(timezone.localdate()).select_related("unit")
    return users.prefetch_related(Prefetch("role_assignments", today, to_attr="current_roles")).order_by(
        "-is_active", "name", "pk"
    )


def liaisons_without_account(unit_ids: Iterable[int] | None = None) -> QuerySet[Post]:
    """Open liaison posts whose person has no account yet, in the order of the units."""
    posts = Post.objects.on(timezone.localdate()).filter(kind=PostKind.LIAISON, person__user=None)
    if unit_ids is not None:
        posts = posts.filter(unit__in=unit_ids)
    return posts.select_related("person", "unit").order_by("unit__order", "unit_id", "pk")


def waiting_code_users(users: Iterable[int]) -> QuerySet[LoginCode]:
    """Codes of these accounts that were handed out and not used yet."""
    return LoginCode.objects.filter(user__in=users, used_at=None, expires_at__gt=timezone.now())


@dataclass(frozen=True, slots=True)
class EndingEffects:
    """What ends with a unit, for the page that asks once more."""

    children: int
    posts: int
    roles: int


def ending_effects(unit: Unit) -> EndingEffects:
    today = timezone.localdate()
    return EndingEffects(
        Unit.objects.on(today).filter(parent=unit).count(),
        Post.objects.on(today).filter(unit=unit).count(),
        RoleAssignment.objects.on(today).filter(unit=unit).count(),
    )
