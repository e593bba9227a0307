"""Work of this room outside requests."""

from __future__ import annotations

from typing import Any

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.work.cascade.services import reading


@jobs.handler(reading.JOB_KIND, minutes=30)
def read(job: Job) -> dict[str, Any]:
    return reading.read_answer(job)
