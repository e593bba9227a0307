"""我的: everything that waits for a unit in one list, due first. Each room hangs its items in through a provider below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.heirs import with_absorbed
from weicheng.ground.org.models import Unit, User

GROUPS = ("逾期", "今天", "本周", "以后")


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom the list is made: the account, and the units it answers for (or the one the office looks through)."""

    user: User
    units: tuple[Unit, ...]

    @property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(unit.pk for unit in self.units)


@dataclass(frozen=True, slots=True)
class MineItem:
    """One thing to do. ``kind`` is the word on its tag and its tab, ``action`` the word on its button."""

    kind: str
    title: str
    url: str
    action: str
    due_on: date | None = None
    due_words: str = ""  # 剩4个工作日; without it the page counts for itself
    note: str = ""  # one line below the title
    unit: str = ""  # shown where the viewer answers for several
    in_drawer: str = ""  # an address whose answer fits the drawer of this page
    percent: int | None = None
    done_words: str = ""  # 49 / 58条


# items(viewer, campaign, today) -> what waits for the viewer's units. A fixed number of queries, whatever the number of rows.
Provider = Callable[[Viewer, Campaign, date], Iterable[MineItem]]


@dataclass(slots=True)
class Group:
    word: str
    items: list[MineItem] = field(default_factory=list)


def viewer_of(user: User, unit: Unit | None = None) -> Viewer:
    """A liaison with the units of her roles; whoever sees everything may look through the eyes of ``unit``."""
    if unit is not None and scope_of(user).sees_everything:
        return Viewer(user, (unit,))
    bound = [path for role, path in scope_of(user).roles if role == Role.LIAISON and path is not None]
    # Units below have liaisons of their own; what nobody answers for stands in the office's list of those tasks.
    return Viewer(user, tuple(with_absorbed(Unit.objects.filter(path__in=bound))))


def items_of(viewer: Viewer, campaign: Campaign, today: date) -> list[MineItem]:
    """All that waits, due first; what has no date comes last."""
    from weicheng.doors.web.mine_providers import PROVIDERS

    if not viewer.units:
        return []
    found = [item for provider in PROVIDERS for item in provider(viewer, campaign, today)]
    return sorted(found, key=lambda item: (item.due_on or date.max, item.kind, item.title))


def grouped(items: Iterable[MineItem], today: date) -> list[Group]:
    """逾期, 今天, 本周, 以后: only those that have something."""
    groups = {word: Group(word) for word in GROUPS}
    sunday = today + timedelta(days=6 - today.weekday())
    for item in items:
        groups[_group_of(item.due_on, today, sunday)].items.append(item)
    return [group for group in groups.values() if group.items]


def _group_of(due: date | None, today: date, sunday: date) -> str:
    if due is None or due > sunday:
        return "以后"
    if due < today:
        return "逾期"
    return "今天" if due == today else "本周"
