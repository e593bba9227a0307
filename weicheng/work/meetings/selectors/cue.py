"""The cue sheet: what is on, who must be ready, what the chair says."""

from __future__ import annotations

from dataclasses import dataclass

from weicheng.work.meetings.choices import ItemKind
from weicheng.work.meetings.models import AgendaItem, Meeting

_DOES = {
    ItemKind.READ: "宣读",
    ItemKind.PLEDGE: "表态发言",
    ItemKind.SIGN: "上台签订责任书",
    ItemKind.REPORT: "汇报",
    ItemKind.SPEECH: "讲话",
}


@dataclass(frozen=True, slots=True)
class Cue:
    items: list[AgendaItem]
    place: int  # -1 before the first

    @property
    def current(self) -> AgendaItem | None:
        return self.items[self.place] if self.place >= 0 else None

    @property
    def ready(self) -> AgendaItem | None:
        """Who comes next and must be ready."""
        return self.items[self.place + 1] if self.place + 1 < len(self.items) else None

    @property
    def sentence(self) -> str:
        """请区工商局表态发言，区住建局准备。"""
        now, then = self.current, self.ready
        if now is None:
            return f"会议开始。{who(then)}准备。" if then else "还没有议程。"
        return f"{call(now)}{f'，{who(then)}准备' if then else ''}。"


def cue_of(meeting: Meeting) -> Cue:
    items = list(meeting.items.all())
    place = next((number for number, item in enumerate(items) if item.pk == meeting.current_id), -1)
    return Cue(items, place)


def who(item: AgendaItem) -> str:
    """The unit, with the speaker where one is named; else the thing itself."""
    return f"{item.unit_name}{item.speaker}" or item.title


def call(item: AgendaItem) -> str:
    """What the chair says to bring it on."""
    if item.kind == ItemKind.SIGN:
        return f"请{f'{item.unit_name}{item.speaker}' or '各单位负责人'}{_DOES[ItemKind.SIGN]}"
    does = _DOES.get(ItemKind(item.kind))
    if does is None or not (item.unit_name or item.speaker):
        return f"下面：{item.title}"
    return f"请{who(item)}{does}{paper_words(item)}"


def paper_words(item: AgendaItem) -> str:
    """《关于……的通知》（×发〔2026〕3号), for what is read aloud."""
    if item.kind != ItemKind.READ:
        return ""
    title = item.title if item.title.startswith("《") else f"《{item.title}》"
    return f"{title}（{item.number}）" if item.number else title
