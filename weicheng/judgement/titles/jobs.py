"""Work of this room outside requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.ground.kernel.periodic import periodic
from weicheng.judgement.titles.services import building
from weicheng.judgement.titles.services.terms import tell_of_terms


@jobs.handler(building.CONVERT, minutes=60)
def convert(job: Job) -> dict[str, Any]:
    return building.convert(job)


@jobs.handler(building.BUILD, minutes=60)
def build(job: Job) -> dict[str, Any]:
    return building.build(job)


@periodic("titles.terms", daily="07:30")
def tell(since: datetime | None) -> None:
    tell_of_terms(timezone.localdate())
