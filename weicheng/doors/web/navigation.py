"""The whole menu in one place, in the order of the work; only rooms that exist."""

from dataclasses import dataclass

from weicheng.ground.org.access import Scope
from weicheng.ground.org.choices import Role


@dataclass(frozen=True, slots=True)
class Entry:
    key: str  # the first part of the url names below it
    word: str
    icon: str
    url: str
    roles: tuple[str, ...] = ()  # () = everybody


MENU = (
    Entry("home", "首页", "home", "home"),
    Entry("leader", "领导一页", "presentation", "leader", (Role.LEADER, Role.OFFICE)),
    Entry("mine", "我的", "user-check", "mine", (Role.LIAISON, Role.OFFICE)),
    Entry("plans", "方案", "file-text", "plans:list", (Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMIN)),
    Entry("ledger", "台账", "list-check", "ledger:list"),
    Entry("consultation", "意见签收", "message", "consultation:list"),
    Entry("reminders", "催办", "bell", "reminders:checking", (Role.OFFICE,)),
    Entry("difficulties", "难点", "hand-stop", "difficulties:list"),
    Entry(
        "letters",
        "文书",
        "file-certificate",
        "letters:list",
        (Role.OFFICE, Role.LEADER, Role.LIAISON, Role.AUDITOR, Role.ADMIN),
    ),
    Entry("duties", "常态", "repeat", "duties:list"),
    Entry(
        "meetings",
        "会议",
        "users-group",
        "meetings:list",
        (Role.OFFICE, Role.LEADER, Role.LIAISON, Role.AUDITOR, Role.ADMIN),
    ),
    Entry(
        "reports",
        "周报",
        "report-analytics",
        "reports:home",
        (Role.OFFICE, Role.LEADER, Role.LIAISON, Role.AUDITOR, Role.ADMIN),
    ),
    Entry("org", "单位", "building", "org:units", (Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMIN)),
    Entry("audit", "记录", "history", "audit", (Role.AUDITOR, Role.ADMIN, Role.OFFICE)),
)
SETTINGS = Entry("settings", "设置", "settings", "campaigns:settings", (Role.OFFICE, Role.ADMIN))


def menu(scope: Scope) -> list[Entry]:
    return [entry for entry in (*MENU, SETTINGS) if not entry.roles or scope.has(*entry.roles)]
