"""Units: add, change, rename, merge, dissolve, with their names and aliases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org import claims, policies
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.models import Membership, Post, RoleAssignment, Unit, UnitAlias, UnitName, User
from weicheng.ground.org.naming import Canon, clean
from weicheng.ground.org.pinyin import initials_of

CHANGEABLE = ("code", "short_name", "kind", "order", "valid_from")


@transaction.atomic
def add_unit(
    *,
    by: User | None,
    name: str,
    code: str = "",
    short_name: str = "",
    kind: str = UnitKind.DEPARTMENT,
    parent: Unit | None = None,
    aliases: Iterable[str] = (),
    order: int = 0,
    valid_from: date | None = None,
    is_sample: bool = False,
) -> Unit:
    """Register a unit below ``parent``; without ``code`` it gets the next free one. Invalid if name or code is taken."""
    name = _checked_name(name)
    code = code.strip() or next_code()
    if Unit.objects.filter(code=code).exists():
        raise Invalid(f"编码“{code}”已经用了，换一个。", "code")
    kind, aliases = _checked_kind(kind), list(aliases)
    for field, texts in (("name", [name]), ("short_name", [short_name]), ("aliases", aliases)):
        claims.check_is_free(field, texts, kind=kind, parent=parent)
    unit = Unit.objects.create(
        code=code,
        name=name,
        short_name=short_name.strip(),
        kind=kind,
        order=order,
        valid_from=valid_from,
        is_sample=is_sample,
        initials=unit_initials(name, short_name.strip()),
    )
    place_unit(unit, parent)
    if aliases:
        _write_aliases(unit, aliases)
        refresh_initials(unit)
    after = {"code": code, "name": name, "short_name": unit.short_name, "kind": kind, "parent": str(parent or "")}
    audit.record("org.unit.added", by=by, obj=unit, after=after, unit_id=unit.pk)
    return unit


@transaction.atomic
def change_unit(*, by: User, unit: Unit, parent: Unit | str | None = "same", **values: Any) -> Unit:
    """Change code, short_name, kind, order or valid_from, and move the unit if ``parent`` is given. A name: rename_unit."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for field, value in values.items():
        if field not in CHANGEABLE:
            raise TypeError(f"change_unit does not change {field}")
        if getattr(unit, field) != value:
            before[field], after[field] = getattr(unit, field), value
            setattr(unit, field, value)
    if "code" in after and Unit.objects.filter(code=unit.code).exclude(pk=unit.pk).exists():
        raise Invalid(f"编码“{unit.code}”已经用了，换一个。", "code")
    _checked_kind(unit.kind)
    if "short_name" in after:
        _check_free(unit, "short_name", [unit.short_name])
    if not isinstance(parent, str) and parent != unit.parent:
        before["parent"], after["parent"] = str(unit.parent or ""), str(parent or "")
        place_unit(unit, parent)
    if after:
        unit.save()
        refresh_initials(unit)
        audit.record("org.unit.changed", by=by, obj=unit, before=before, after=after, unit_id=unit.pk)
    return unit


@transaction.atomic
def rename_unit(*, by: User | None, unit: Unit, name: str, on: date, short_name: str = "", reason: str = "") -> Unit:
    """From ``on`` the unit bears ``name``; papers of earlier days keep and find the old one. Invalid for a future day."""
    name = _checked_name(name)
    policies.check_rename_day(unit, on)
    _check_free(unit, "name", [name])
    _check_free(unit, "short_name", [short_name])
    before = {"name": unit.name, "short_name": unit.short_name}
    last = unit.names.order_by("-end").first()
    start = last.end + timedelta(days=1) if last and last.end else unit.valid_from
    UnitName.objects.create(
        unit=unit, name=unit.name, short_name=unit.short_name, start=start, end=on - timedelta(days=1)
    )
    unit.name, unit.short_name = name, short_name.strip()
    unit.save(update_fields=["name", "short_name"])
    refresh_initials(unit)
    after = {"name": name, "short_name": unit.short_name, "on": on}
    audit.record("org.unit.renamed", by=by, obj=unit, before=before, after=after, reason=reason, unit_id=unit.pk)
    return unit


@transaction.atomic
def merge_units(*, by: User | None, units: Sequence[Unit], into: Unit, on: date, reason: str = "") -> Unit:
    """From ``on``, ``units`` are part of ``into``: they end the day before, their children move, posts and roles close."""
    for unit in units:
        policies.check_can_merge(unit, into, on)
        for child in unit.children.all():
            place_unit(child, into)
        _end(unit, on, merged_into=into)
        after = {"merged_into": str(into), "on": on}
        audit.record("org.unit.merged", by=by, obj=unit, after=after, reason=reason, unit_id=unit.pk)
    return into


@transaction.atomic
def dissolve_unit(*, by: User | None, unit: Unit, on: date, reason: str = "") -> Unit:
    """From ``on`` the unit is no more. NotPossible while units below it still live."""
    policies.check_can_dissolve(unit, on)
    _end(unit, on)
    audit.record("org.unit.dissolved", by=by, obj=unit, after={"on": on}, reason=reason, unit_id=unit.pk)
    return unit


@transaction.atomic
def set_aliases(*, by: User, unit: Unit, aliases: Iterable[str]) -> None:
    """Replace the aliases of the unit by these."""
    aliases = list(aliases)
    before = sorted(alias.text for alias in unit.aliases.all())
    _check_free(unit, "aliases", [alias for alias in aliases if clean(alias) not in before])
    _write_aliases(unit, aliases)
    refresh_initials(unit)
    after = sorted(unit.aliases.values_list("text", flat=True))
    if before != after:
        audit.record(
            "org.unit.aliases", by=by, obj=unit, before={"aliases": before}, after={"aliases": after}, unit_id=unit.pk
        )


@transaction.atomic
def add_alias(*, by: User, unit: Unit, text: str) -> None:
    """Papers also write the unit this way; nothing happens if that is known."""
    text = clean(text)[:100]
    if not text or text in (unit.name, unit.short_name) or unit.aliases.filter(text=text).exists():
        return
    _check_free(unit, "aliases", [text])
    UnitAlias.objects.create(unit=unit, text=text)
    refresh_initials(unit)
    audit.record("org.unit.aliases", by=by, obj=unit, after={"added": text}, unit_id=unit.pk)


def place_unit(unit: Unit, parent: Unit | None) -> None:
    """Put the unit below ``parent`` and rewrite the paths of its subtree. NotPossible if that would make a circle."""
    policies.check_can_place(unit, parent)
    old = unit.path
    unit.parent = parent
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["parent", "path"])
    if old not in ("/", unit.path):
        below = Unit.objects.filter(path__startswith=old).exclude(pk=unit.pk)
        below.update(path=Concat(Value(unit.path), Substr(F("path"), len(old) + 1)))


def refresh_initials(unit: Unit) -> None:
    """Rewrite the initials from name, short name, aliases and old names."""
    aliases = unit.aliases.values_list("text", flat=True)
    old = unit.names.values_list("name", flat=True)
    unit.initials = unit_initials(unit.name, unit.short_name, [*aliases, *old])
    unit.save(update_fields=["initials"])


def unit_initials(name: str, short_name: str = "", others: Iterable[str] = ()) -> str:
    """Initials of all the names; also of the short form without its level, so that zjj finds 区住建局."""
    return initials_of([Canon()(short_name or name), short_name, name, *others])


def next_code() -> str:
    """The next free code of the form D0001."""
    number = Unit.objects.filter(code__startswith="D").count() + 1
    while Unit.objects.filter(code=f"D{number:04d}").exists():
        number += 1
    return f"D{number:04d}"


def _check_free(unit: Unit, field: str, texts: Iterable[str]) -> None:
    claims.check_is_free(field, texts, kind=unit.kind, parent=unit.parent, besides=unit)


def _end(unit: Unit, on: date, merged_into: Unit | None = None) -> None:
    last = on - timedelta(days=1)
    unit.valid_to, unit.merged_into = last, merged_into
    unit.save(update_fields=["valid_to", "merged_into"])
    for model, field in ((Post, "unit"), (RoleAssignment, "unit"), (Membership, "home_unit")):
        model._default_manager.filter(**{field: unit, "end": None}).update(end=last)


def _write_aliases(unit: Unit, aliases: Iterable[str]) -> None:
    wanted = {text for text in (clean(alias)[:100] for alias in aliases) if text} - {unit.name, unit.short_name}
    unit.aliases.exclude(text__in=wanted).delete()
    have = set(unit.aliases.values_list("text", flat=True))
    UnitAlias.objects.bulk_create([UnitAlias(unit=unit, text=text) for text in sorted(wanted - have)])


def _checked_name(name: str) -> str:
    name = name.strip()
    if len(name) < 2:
        raise Invalid("单位名称至少两个字。", "name")
    if len(name) > 100:
        raise Invalid("单位名称不能超过100个字。", "name")
    return name


def _checked_kind(kind: str) -> str:
    if kind not in UnitKind.values:
        raise Invalid(f"没有“{kind}”这个类别，可填：{'、'.join(UnitKind.labels)}。", "kind")
    return kind
