"""Work of this room outside requests."""

from __future__ import annotations

from typing import Any

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.ground.papers.services import printing


@jobs.handler(printing.JOB_KIND, minutes=10)
def make_pdf(job: Job) -> dict[str, Any]:
    return printing.make_pdf(job)
