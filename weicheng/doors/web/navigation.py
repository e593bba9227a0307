"""The whole menu in one place, in the order of the work; only rooms that exist.

The rail shows a group a line; the rooms of a group stand side by side in the top bar. A phone's bar holds five rooms.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from weicheng.ground.org.access import Scope
from weicheng.ground.org.choices import Role

READERS = (Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMIN)
PAPER_READERS = (*READERS, Role.LIAISON)


@dataclass(frozen=True, slots=True)
class Entry:
    key: str  # what the pages of the room call themselves in `nav`
    word: str
    icon: str
    url: str
    roles: tuple[str, ...] = ()  # () = everybody


@dataclass(frozen=True, slots=True)
class Group:
    word: str
    icon: str
    entries: tuple[Entry, ...]
    at_end: bool = False

    @property
    def url(self) -> str:
        return self.entries[0].url

    @property
    def keys(self) -> list[str]:
        return [entry.key for entry in self.entries]


MENU = (
    Group(
        "首页",
        "home",
        (
            Entry("home", "首页", "home", "home"),
            Entry("leader", "领导一页", "presentation", "leader", (Role.LEADER, Role.OFFICE)),
        ),
    ),
    Group("我的", "user-check", (Entry("mine", "我的", "user-check", "mine", (Role.LIAISON, Role.OFFICE)),)),
    Group(
        "方案",
        "file-text",
        (
            Entry("plans", "方案", "file-text", "plans:list", READERS),
            Entry("consultation", "意见签收", "message", "consultation:list"),
        ),
    ),
    Group(
        "台账",
        "list-check",
        (
            Entry("ledger", "台账", "list-check", "ledger:list"),
            Entry("reminders", "催办", "bell", "reminders:checking", (Role.OFFICE,)),
            Entry("difficulties", "难点", "hand-stop", "difficulties:list"),
            Entry("gaps", "责任缺口", "user-x", "ledger:gaps", (Role.OFFICE,)),
            Entry("postponements", "延期", "calendar-due", "ledger:postponements"),
        ),
    ),
    Group("常态", "repeat", (Entry("duties", "常态", "repeat", "duties:list"),)),
    Group(
        "会议周报",
        "users-group",
        (
            Entry("meetings", "会议", "users-group", "meetings:list", PAPER_READERS),
            Entry("reports", "周报", "report-analytics", "reports:home", PAPER_READERS),
        ),
    ),
    Group(
        "文书",
        "file-certificate",
        (
            Entry("letters", "文书", "file-certificate", "letters:list", PAPER_READERS),
            Entry("papers", "公文", "file-text", "papers:list", PAPER_READERS),
        ),
    ),
    Group(
        "标准",
        "book-2",
        (
            Entry("standards", "标准", "book-2", "standards:list", PAPER_READERS),
            Entry("coverage", "覆盖", "grid-dots", "coverage:overview", READERS),
            Entry("indicators", "指标", "target", "indicators:list", PAPER_READERS),
        ),
    ),
    Group("材料库", "folder", (Entry("library", "材料库", "folder", "library:list", PAPER_READERS),)),
    Group("档案", "archive", (Entry("archive", "档案", "archive", "archive:list", PAPER_READERS),)),
    Group("称号", "star", (Entry("titles", "称号", "star", "titles:list", PAPER_READERS),)),
    Group("单位", "building", (Entry("org", "单位", "building", "org:units", READERS),)),
    Group(
        "设置",
        "settings",
        (
            Entry("settings", "设置", "settings", "campaigns:settings", (Role.OFFICE, Role.ADMIN)),
            Entry("audit", "记录", "history", "audit", (Role.AUDITOR, Role.ADMIN, Role.OFFICE)),
        ),
        at_end=True,
    ),
)
# The rooms in the bar of a phone, by the first role that applies; anybody else has the first five of the menu.
PHONE_BAR = (
    (Role.OFFICE, ("home", "mine", "ledger", "reminders", "reports")),
    (Role.LEADER, ("home", "leader", "ledger", "meetings", "reports")),
    (Role.LIAISON, ("home", "mine", "ledger", "reports", "duties")),
)
BAR_PLACES = 5


def menu(scope: Scope) -> list[Group]:
    """The groups of the rail for who holds ``scope``; a group with one room in it goes by that room's name."""
    groups = []
    for group in MENU:
        entries = tuple(entry for entry in group.entries if not entry.roles or scope.has(*entry.roles))
        if len(entries) == 1:
            groups.append(replace(group, word=entries[0].word, icon=entries[0].icon, entries=entries))
        elif entries:
            groups.append(replace(group, entries=entries))
    return groups


def phone_menu(scope: Scope) -> tuple[list[Entry], list[Entry]]:
    """The five rooms of the bar of a phone, and the others, which stand behind 更多."""
    entries = list(_entries(menu(scope)))
    keys = next((keys for role, keys in PHONE_BAR if scope.has(role)), None) or [one.key for one in entries]
    bar = sorted((one for one in entries if one.key in keys[:BAR_PLACES]), key=lambda one: keys.index(one.key))
    return bar, [one for one in entries if one not in bar]


def _entries(groups: list[Group]) -> Iterator[Entry]:
    for group in groups:
        yield from group.entries
