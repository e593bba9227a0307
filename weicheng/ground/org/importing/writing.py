"""Write a checked draft through the services, in one transaction: all rows or none. Counting is the same walk, undone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.context import acting_as
from weicheng.ground.org import services
from weicheng.ground.org.choices import PostKind
from weicheng.ground.org.importing.checking import Checker, Draft, GroupDraft, PostDraft, UnitDraft
from weicheng.ground.org.importing.problems import Problem
from weicheng.ground.org.importing.workbook import read_workbook
from weicheng.ground.org.models import Group, Membership, Person, Post, Unit, User


@dataclass(slots=True)
class Tally:
    """How many rows of a kind are new, changed, unchanged; ``changes`` says a few in words."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def count(self, is_new: bool, is_changed: bool) -> None:
        self.new += is_new
        self.changed += is_changed and not is_new
        self.unchanged += not (is_new or is_changed)


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do. With ``problems`` nothing was and nothing will be written."""

    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    units: Tally = field(default_factory=Tally)
    posts: Tally = field(default_factory=Tally)
    groups: Tally = field(default_factory=Tally)
    seats: Tally = field(default_factory=Tally)
    changes: list[str] = field(default_factory=list)

    @property
    def tallies(self) -> list[tuple[str, Tally]]:
        return [("单位", self.units), ("任职", self.posts), ("机构", self.groups), ("组成人员", self.seats)]

    @property
    def is_nothing(self) -> bool:
        return not any(tally.new or tally.changed for _, tally in self.tallies)


class _Undo(Exception):
    """Rolls a trial back."""


def preview(content: bytes, *, by: User) -> Outcome:
    """Check the table and say what importing it would change; writes nothing. Invalid for what is no table of ours."""
    outcome: list[Outcome] = []
    try:
        with transaction.atomic():
            outcome.append(_run(content, by))
            raise _Undo
    except _Undo:
        return outcome[0]


@transaction.atomic
def import_workbook(content: bytes, *, by: User) -> Outcome:
    """Write everything the table says, or, if one cell is wrong, nothing at all."""
    outcome = _run(content, by)
    if not outcome.problems and not outcome.is_nothing:
        after = {word: {"new": tally.new, "changed": tally.changed} for word, tally in outcome.tallies}
        audit.record("org.units.imported", by=by, label=f"{outcome.rows}行", after=after)
    return outcome


def _run(content: bytes, by: User) -> Outcome:
    sheets = read_workbook(content)
    checker = Checker(sheets)
    checker.check()
    outcome = Outcome(rows=sum(len(sheet.rows) for sheet in sheets), problems=list(checker.problems))
    if not outcome.problems:
        with acting_as(channel=Channel.IMPORT):
            _Writer(by, outcome).write(checker.draft)
    return outcome


class _Writer:
    def __init__(self, by: User, outcome: Outcome) -> None:
        self.by, self.outcome = by, outcome
        self.units: dict[int, Unit] = {}  # id() of a draft -> its unit
        self.people: dict[tuple[str, str], Person] = {}
        for person in Person.objects.order_by("-pk"):
            self.people[person.name, person.phone] = person
        # Read once: two thousand rows would otherwise ask ten thousand times.
        self.held: dict[tuple[int, str], list[Post]] = defaultdict(list)
        for post in Post.objects.filter(end=None).select_related("person__user"):
            self.held[post.unit_id, post.kind].append(post)

    def write(self, draft: Draft) -> None:
        for unit in _parents_first(draft.units):
            self._unit(unit)
        for post in draft.posts:
            self._post(post)
        self._groups(draft.groups)

    def _resolved(self, unit: UnitDraft | Unit | None) -> Unit | None:
        return self.units[id(unit)] if isinstance(unit, UnitDraft) else unit

    def _unit(self, draft: UnitDraft) -> None:
        row, parent = draft.row, self._resolved(draft.parent)
        order = int(row.get("order") or 0)
        if draft.known is None:
            unit = services.add_unit(
                by=self.by,
                code=row.get("code"),
                name=draft.name,
                short_name=row.get("short_name"),
                kind=draft.kind,
                parent=parent,
                aliases=draft.aliases,
                order=order,
            )
            self.units[id(draft)] = unit
            self.outcome.units.count(True, False)
            return
        unit = draft.known
        self.units[id(draft)] = unit
        # An empty cell leaves what is registered; it does not wipe it out.
        values = {"short_name": row.get("short_name"), "kind": draft.kind, "code": row.get("code"), "order": order}
        before = {field: getattr(unit, field) for field in values}
        values = {field: value or before[field] for field, value in values.items()}
        new_aliases = set(draft.aliases) - {alias.text for alias in unit.aliases.all()} - {unit.name, unit.short_name}
        moved = parent is not None and parent.pk != unit.parent_id
        changed = values != before or moved or bool(new_aliases)
        if changed:
            services.change_unit(by=self.by, unit=unit, parent=parent if moved else "same", **values)
            for alias in sorted(new_aliases):
                services.add_alias(by=self.by, unit=unit, text=alias)
            self.outcome.changes.append(
                f"{row.number}行 {unit}：{_in_words(before, values, moved, parent, new_aliases)}"
            )
        self.outcome.units.count(False, changed)

    def _post(self, draft: PostDraft) -> None:
        unit = self._resolved(draft.unit)
        assert unit is not None
        held = self.held[unit.pk, draft.kind]
        same = [post for post in held if post.person.name == draft.name and draft.phone in ("", post.person.phone)]
        if same:
            changed = bool(draft.title) and draft.title != same[0].title
            if changed:
                services.appoint(by=self.by, person=same[0].person, unit=unit, kind=draft.kind, title=draft.title)
            self.outcome.posts.count(False, changed)
            return
        namesake = next((post.person for post in held if post.person.name == draft.name), None)
        if namesake is not None:  # the same person with another telephone number
            services.change_person(by=self.by, person=namesake, name=namesake.name, phone=draft.phone)
            self.outcome.changes.append(f"{draft.row.number}行 {unit}{draft.name}：电话改为{draft.phone}")
            self.outcome.posts.count(False, True)
            return
        replaced = [post.person.name for post in held] if draft.kind in (PostKind.RESPONSIBLE, PostKind.LIAISON) else []
        person = self._person(draft.name, draft.phone, unit)
        post = services.appoint(
            by=self.by, person=person, unit=unit, kind=draft.kind, title=draft.title, start=draft.start
        )
        if replaced:
            self.outcome.changes.append(
                f"{draft.row.number}行 {unit}{PostKind(draft.kind).label}：{replaced[0]} → {draft.name}"
            )
        self.held[unit.pk, draft.kind] = [post] if replaced else [*held, post]
        self.outcome.posts.count(not replaced, bool(replaced))

    def _person(self, name: str, phone: str, unit: Unit | None) -> Person:
        """Somebody of that name with that number, or with a post in that unit; else a new person."""
        known = self.people.get((name, phone)) if phone else None
        if known is None and unit is not None:
            posts = (post for kind in PostKind.values for post in self.held[unit.pk, kind])
            known = next((post.person for post in posts if post.person.name == name), None)
            if known and phone and known.phone and known.phone != phone:
                known = None
        if known is None:
            known = services.add_person(by=self.by, name=name, phone=phone)
        elif phone and not known.phone:
            services.change_person(by=self.by, person=known, name=name, phone=phone)
        if phone:
            self.people[name, phone] = known
        return known

    def _groups(self, drafts: list[GroupDraft]) -> None:
        groups = {group.name: group for group in Group.objects.filter(end=None).select_related("parent", "host_unit")}
        fresh: set[str] = set()
        for draft in drafts:
            if draft.name not in groups:
                host = self._resolved(draft.host_unit)
                groups[draft.name] = services.create_group(by=self.by, name=draft.name, kind=draft.kind, host_unit=host)
                fresh.add(draft.name)
        for draft in drafts:
            group = groups[draft.name]
            parent = groups.get(draft.parent) or group.parent
            host = self._resolved(draft.host_unit) or group.host_unit
            kind = draft.kind if draft.row.get("kind") else group.kind
            changed = (parent, host, kind) != (group.parent, group.host_unit, group.kind)
            if changed:
                services.change_group(
                    by=self.by,
                    group=group,
                    name=group.name,
                    kind=kind,
                    host_unit=host,
                    parent=parent,
                    start=group.start,
                )
            self.outcome.groups.count(draft.name in fresh, changed)
            self._seats(draft, group)

    def _seats(self, draft: GroupDraft, group: Group) -> None:
        for order, seat in enumerate(draft.seats, 1):
            home = self._resolved(seat.home_unit)
            held = Membership.objects.filter(group=group, person__name=seat.name, post=seat.post, end=None)
            known = held.select_related("person", "home_unit").first()
            if known is None:
                person = self._person(seat.name, "", home) if home else self._somebody(seat.name)
                services.add_member(
                    by=self.by,
                    group=group,
                    person=person,
                    post=seat.post,
                    title=seat.title,
                    home_unit=home,
                    start=seat.start,
                    order=order,
                )
                self.outcome.seats.count(True, False)
                continue
            title, home = seat.title or known.title, home or known.home_unit
            changed = (title, home, order) != (known.title, known.home_unit, known.order)
            if changed:
                services.add_member(
                    by=self.by,
                    group=group,
                    person=known.person,
                    post=seat.post,
                    title=title,
                    home_unit=home,
                    order=order,
                )
            self.outcome.seats.count(False, changed)

    def _somebody(self, name: str) -> Person:
        """The one person of that name; a new one when there is none or more than one."""
        same = list(Person.objects.filter(name=name)[:2])
        return same[0] if len(same) == 1 else services.add_person(by=self.by, name=name)


def _parents_first(drafts: list[UnitDraft]) -> list[UnitDraft]:
    done: dict[int, UnitDraft] = {}

    def visit(draft: UnitDraft) -> None:
        if id(draft) not in done:
            if isinstance(draft.parent, UnitDraft):
                visit(draft.parent)
            done[id(draft)] = draft

    for draft in drafts:
        visit(draft)
    return list(done.values())


_WORDS = {"short_name": "简称", "kind": "类别", "code": "编码", "order": "排序"}


def _in_words(before: dict, after: dict, moved: bool, parent: Unit | None, aliases: set[str]) -> str:
    parts = [f"{_WORDS[key]} {before[key] or '无'} → {value}" for key, value in after.items() if before[key] != value]
    if moved:
        parts.append(f"上级改为{parent}")
    if aliases:
        parts.append(f"别称加{'、'.join(sorted(aliases))}")
    return "，".join(parts)
