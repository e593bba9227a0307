"""The ledger's filter menus, tabs and column heads as links: every state of the page is an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from weicheng.work.plans.models import SavedView
from weicheng.work.plans.selectors.ledger import FilterChoices, LedgerFilter, Tab
from weicheng.work.plans.selectors.ledger_filter import NONE

SORTABLE = {"number": "编号", "title": "事项", "progress": "完成 / 目标", "due": "时限"}


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    query: str
    is_on: bool = False
    count: int | None = None
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    name: str
    label: str
    icon: str
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Head:
    """A column head: the address that sorts by it, and the order it is in now ("ascending", "descending" or "")."""

    label: str
    query: str
    order: str


def menus(chosen: LedgerFilter, choices: FilterChoices) -> list[Menu]:
    """The menus of fields with few values; unit, dates and text have forms of their own in the template."""
    phases = [(str(phase.pk), phase.name) for phase in choices.phases] + [(NONE, "没有阶段")]
    found = [
        Menu("status", "状态", "progress", _several(chosen, "status", choices.statuses)),
        Menu("category", "类别", "category", _several(chosen, "category", choices.categories)),
        Menu("phase", "阶段", "flag", _single(chosen, "phase", phases)),
    ]
    if len(choices.plans) > 1:
        plans = [(plan.pk, plan.title) for plan in choices.plans]
        found.append(Menu("plan", "方案", "file-text", _single(chosen, "plan", plans)))
    return found


def due_links(chosen: LedgerFilter, choices: FilterChoices) -> list[Link]:
    return _single(chosen, "due", choices.dues)


def group_menu(chosen: LedgerFilter, choices: FilterChoices) -> list[Link]:
    return [_link(chosen, "不分组", group="")] + [_link(chosen, label, group=code) for code, label in choices.groups]


def sort_menu(chosen: LedgerFilter, choices: FilterChoices) -> list[Link]:
    return [_link(chosen, label, sort=code) for code, label in choices.sorts]


def heads(chosen: LedgerFilter) -> dict[str, Head]:
    found = {}
    for name, label in SORTABLE.items():
        order = {name: "ascending", f"-{name}": "descending"}.get(chosen.sort, "")
        turned = f"-{name}" if order == "ascending" and name in {"due", "progress"} else name
        found[name] = Head(label, replace(chosen, sort=turned).query_string(), order)
    return found


def tabs(chosen: LedgerFilter, ready: list[Tab], saved: list[SavedView]) -> list[Link]:
    """Ready and saved views; the one whose conditions are those of the page is on."""
    now = _conditions(chosen)
    links = [Link(tab.label, tab.query, _conditions(LedgerFilter.parse(tab.query)) == now, tab.count) for tab in ready]
    links += [Link(view.name, view.query, LedgerFilter.parse(view.query) == chosen, None, view.pk) for view in saved]
    return links


def _conditions(chosen: LedgerFilter) -> LedgerFilter:
    return replace(chosen, group="", sort="due")


def _link(chosen: LedgerFilter, label: str, **changes: Any) -> Link:
    (name, value) = next(iter(changes.items()))
    return Link(label, replace(chosen, **changes).query_string(), getattr(chosen, name) == value)


def _several(chosen: LedgerFilter, name: str, options: list[tuple[str, str]]) -> list[Link]:
    held: tuple[str, ...] = getattr(chosen, name)
    links = []
    for code, label in options:
        is_on = code in held
        wanted = {*held} - {code} if is_on else {*held, code}
        ordered = tuple(option for option, _ in options if option in wanted)
        links.append(Link(label, replace(chosen, **{name: ordered}).query_string(), is_on))
    return links


def _single(chosen: LedgerFilter, name: str, options: list[tuple[Any, str]]) -> list[Link]:
    held = getattr(chosen, name)
    empty = getattr(LedgerFilter(), name)
    links = []
    for code, label in options:
        is_on = held == code
        links.append(Link(label, replace(chosen, **{name: empty if is_on else code}).query_string(), is_on))
    return links


def role_links(chosen: LedgerFilter, options: list[tuple[str, str]]) -> list[Link]:
    return _single(chosen, "role", [(str(code), str(label)) for code, label in options])
