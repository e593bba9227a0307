"""The register as a table of the same shape as the template: an address book that can be edited and imported back."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils import timezone

from weicheng.ground.org.choices import PostKind
from weicheng.ground.org.importing.columns import GROUPS, PEOPLE, UNITS, SheetSpec
from weicheng.ground.org.models import Membership, Post, Unit, UnitQuerySet


def register_workbook(units: UnitQuerySet, *, with_groups: bool) -> bytes:
    """The living units of ``units``, their people and, if asked, the groups; importing it unchanged changes nothing."""
    today = timezone.localdate()
    rows = list(units.on(today).select_related("parent").prefetch_related("aliases").order_by("order", "id"))
    posts = list(
        Post.objects.on(today).filter(unit__in=rows).select_related("person", "unit").order_by("unit__order", "id")
    )
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    by_unit: dict[int, list[Post]] = defaultdict(list)
    for post in posts:
        by_unit[post.unit_id].append(post)
    _sheet(book, UNITS, (_unit_row(unit, by_unit[unit.pk]) for unit in rows))
    others = [post for post in posts if post.kind not in (PostKind.RESPONSIBLE, PostKind.LIAISON)]
    _sheet(book, PEOPLE, (_person_row(post) for post in others))
    if with_groups:
        seats = Membership.objects.on(today).filter(group__end=None)
        seats = seats.select_related("group__parent", "group__host_unit", "person", "home_unit")
        _sheet(book, GROUPS, (_seat_row(seat) for seat in seats.order_by("group_id", "order", "id")))
    book.close()
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, spec: SheetSpec, rows: Iterable[dict[str, Any]]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E3F1F0", "border": 1, "border_color": "#CBD6D6"})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(spec.name)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, column in enumerate(spec.columns):
        sheet.write_string(0, place, column.headings[0], head)
        sheet.set_column(place, place, max(11, len(column.example) + 6), text)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(spec.columns):
            sheet.write_string(number, place, str(row.get(column.field) or ""), text)


def _unit_row(unit: Unit, posts: list[Post]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.get_kind_display(),
        "parent": unit.parent.name if unit.parent else "",
        "aliases": "、".join(alias.text for alias in unit.aliases.all()),
        "code": unit.code,
        "order": unit.order,
    }
    for post in posts:
        if post.kind == PostKind.RESPONSIBLE:
            row |= {"responsible": post.person.name, "responsible_title": post.title}
            row["responsible_phone"] = post.person.phone
        elif post.kind == PostKind.LIAISON:
            row |= {"liaison": post.person.name, "liaison_phone": post.person.phone}
    return row


def _person_row(post: Post) -> dict[str, Any]:
    return {
        "name": post.person.name,
        "phone": post.person.phone,
        "unit": post.unit.code,
        "kind": post.get_kind_display(),
        "title": post.title,
        "start": post.start,
    }


def _seat_row(seat: Membership) -> dict[str, Any]:
    group = seat.group
    return {
        "name": group.name,
        "kind": group.get_kind_display(),
        "parent": group.parent.name if group.parent else "",
        "host_unit": group.host_unit.code if group.host_unit else "",
        "person": seat.person.name,
        "post": seat.get_post_display(),
        "title": seat.title,
        "home_unit": seat.home_unit.code if seat.home_unit else "",
        "start": seat.start,
    }
