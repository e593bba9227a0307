"""The papers of a meeting are evidence: of the unit that speaks to them, else of the office."""

from __future__ import annotations

from django.urls import reverse

from weicheng.ground.evidence.services import add_evidence, withdraw_handed_in
from weicheng.ground.org.models import User
from weicheng.work.meetings.models import AgendaItem


def take_in(item: AgendaItem, by: User) -> None:
    """The paper of an agenda item, if it has one; an earlier one in its place is taken down."""
    meeting = item.meeting
    if item.file is None:
        return
    add_evidence(
        by=by,
        campaign=meeting.campaign,
        file=item.file,
        title=item.file_name or item.title,
        on=meeting.day,
        unit=item.unit,
        origin=f"{_origins(item)}{item.file.sha256}",
        origin_word=f"会议“{str(meeting)[:150]}”的材料",
        origin_url=reverse("meetings:meeting", args=[meeting.pk]),
        note=item.title[:300],
    )


def withdraw(item: AgendaItem, by: User, reason: str) -> None:
    withdraw_handed_in(by=by, origins=_origins(item), reason=reason)


def _origins(item: AgendaItem) -> str:
    return f"meetings.item:{item.key}:"
