"""A line of the call list: held while it is changed, and what is written of it into the record."""

from __future__ import annotations

from weicheng.ground.kernel import audit
from weicheng.ground.org.models import User
from weicheng.work.meetings.models import Attendee


def locked_line(line: Attendee) -> Attendee:
    return Attendee.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=line.pk)


def record_line(
    verb: str, by: User | None, line: Attendee, before: dict[str, str], after: dict[str, str], reason: str = ""
) -> None:
    audit.record(
        f"meetings.attendee.{verb}",
        by=by,
        obj=line,
        before=before,
        after=after,
        reason=reason,
        unit_id=line.unit_id,
        campaign_id=line.meeting.campaign_id,
    )
