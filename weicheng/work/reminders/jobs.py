"""Work of this room outside requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.services import open_file
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.errors import NotAllowed, Refused
from weicheng.ground.kernel.models import Job
from weicheng.ground.kernel.periodic import periodic
from weicheng.ground.org.models import User
from weicheng.work.plans.services.sheet_returns import take_returns
from weicheng.work.reminders.services.reminding import remind


@periodic("reminders.round", daily="08:00")
def remind_all(since: datetime | None) -> None:
    """Blue, yellow, red. A day that was missed is made up for: the round looks at the step reached, not at the day."""
    remind(timezone.localdate())


@jobs.handler("reminders.sheets", minutes=30)
def take_sheets(job: Job) -> dict[str, Any]:
    """Returned progress sheets; a second run after a crash finds its rows by their keys."""
    by = User.objects.get(pk=job.created_by_id or 0)
    campaign = Campaign.objects.get(pk=job.args["campaign"])
    stored = StoredFile.objects.in_bulk([pk for pk, _ in job.args["files"]])
    files = ((name, _bytes(stored[pk])) for pk, name in job.args["files"])
    try:
        found = take_returns(
            by=by, campaign=campaign, files=files, told=lambda done, total, note: jobs.progress(job, done, total, note)
        )
    except (Refused, NotAllowed) as error:
        raise jobs.JobFailed(str(error)) from error
    return found.as_json()


def _bytes(stored: StoredFile) -> bytes:
    with open_file(stored) as stream:
        return stream.read()
