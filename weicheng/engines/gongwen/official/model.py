"""What an official paper consists of. Empty fields leave their place out; nothing is made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class Form(Enum):
    """The three layouts of the standard that a campaign office needs: chapter 7, 10.1 and 10.3."""

    DOCUMENT = "document"
    LETTER = "letter"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Attachment:
    """``name`` as the note after the body gives it; ``text`` in the same marks as a body, empty: not in this file."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was at a meeting, as the minutes say it."""

    present: str = ""
    excused: str = ""
    observing: str = ""

    def lines(self) -> list[tuple[str, str]]:
        named = (("出席", self.present), ("请假", self.excused), ("列席", self.observing))
        return [(word, text.strip().rstrip("。")) for word, text in named if text.strip()]


@dataclass(frozen=True, slots=True)
class Official:
    """``issuers``: whose names the red mark bears, the host first. ``body``: plain text, a paragraph a line.

    ``signers`` make it a paper that goes up (上行文): number on the left, 签发人 on the right. ``sealed``: room for a seal.
    """

    form: Form
    title: str
    body: str
    on: date
    issuers: Sequence[str]
    mark: str = ""  # of minutes, or a mark that is not "issuer + 文件"
    number: str = ""
    addressees: str = ""
    signature: Sequence[str] = ()
    signers: Sequence[str] = ()
    urgency: str = ""
    copy_number: str = ""
    attachments: Sequence[Attachment] = ()
    note: str = ""
    copies: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    sealed: bool = True
    attendance: Attendance = field(default_factory=Attendance)

    @property
    def is_upward(self) -> bool:
        return self.form is Form.DOCUMENT and bool(self.signers)

    @property
    def red_mark(self) -> str:
        """The words of the mark; a letter bears the bare name (10.1), minutes end with 纪要 (10.3)."""
        if self.mark:
            return self.mark
        if self.form is Form.LETTER:
            return self.issuers[0]
        return f"{self.issuers[0]}{'会议纪要' if self.form is Form.MINUTES else '文件'}"


def day_words(day: date) -> str:
    """2026年5月6日: Arabic figures, no leading zero (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
