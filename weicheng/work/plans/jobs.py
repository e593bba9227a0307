"""Work of this room outside requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.ground.kernel.periodic import periodic
from weicheng.work.plans.services import importing, uploading
from weicheng.work.plans.services.reading import read_plan


@jobs.handler(uploading.JOB_KIND, minutes=30)
def read(job: Job) -> dict[str, Any]:
    return read_plan(job)


@periodic("plans.settle", seconds=10)
def settle(since: datetime | None) -> None:
    """Readings that died with their worker are reported as failed on the plan."""
    uploading.settle_readings()


@periodic("plans.previews", daily="03:10")
def forget_previews(since: datetime | None) -> None:
    """Previews of tables that nobody applied within a week."""
    importing.forget_previews()
