"""Work of this room outside requests."""

from __future__ import annotations

from typing import Any

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.work.duties.services import roster_planning


@jobs.handler(roster_planning.JOB_KIND, minutes=5)
def plan_roster(job: Job) -> dict[str, Any]:
    return roster_planning.plan_roster(job)
