"""Work of this room outside requests."""

from __future__ import annotations

from typing import Any

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.judgement.archive.services import exports, sealing


@jobs.handler(sealing.JOB_KIND, minutes=120)
def seal(job: Job) -> dict[str, Any]:
    return sealing.run_sealing(job)


@jobs.handler(exports.JOB_KIND, minutes=240)
def export(job: Job) -> dict[str, Any]:
    return exports.run_export(job)
