"""Work of this room outside requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.models import Job
from weicheng.ground.kernel.periodic import each, periodic
from weicheng.ground.papers.choices import PaperKind
from weicheng.ground.papers.models import Paper
from weicheng.work.letters.choices import CHECK_KIND, JOB_KIND
from weicheng.work.letters.models import LetterCheck
from weicheng.work.letters.services import checking, issuing
from weicheng.work.plans.models import Task

# More tasks than this take too long for a duty between two looks at the running job.
SHORT = 3000


@jobs.handler(JOB_KIND, minutes=60)
def issue(job: Job) -> dict[str, Any]:
    return issuing.run_batch(job)


@jobs.handler(CHECK_KIND, minutes=30)
def check(job: Job) -> dict[str, Any]:
    return {"moved": checking.check_letters(campaign=Campaign.objects.get(pk=job.args["campaign"]))}


@periodic("letters.check", seconds=20)
def check_changed(since: datetime | None) -> None:
    """Letters of the campaigns whose ledger has changed."""
    each(_with_letters(), _check_if_behind)


@periodic("letters.check_all", daily="00:20")
def check_all(since: datetime | None) -> None:
    """All of them once a day, whatever the trail says: an entry may come to light later than a higher number."""
    each(_with_letters(), _check)


def _with_letters() -> list[Campaign]:
    held = Paper.objects.current().filter(kind=PaperKind.LETTER).values("campaign")
    return list(Campaign.objects.filter(pk__in=held, is_closed=False))


def _check_if_behind(campaign: Campaign) -> None:
    if not LetterCheck.objects.filter(campaign=campaign).exists() or checking.is_behind(campaign):
        _check(campaign)


def _check(campaign: Campaign) -> None:
    if Task.objects.live().filter(campaign=campaign).count() <= SHORT:
        checking.check_letters(campaign=campaign)
        return
    waiting = Job.objects.filter(
        kind=CHECK_KIND, args__campaign=campaign.pk, state__in=(JobState.QUEUED, JobState.RUNNING)
    )
    if not waiting.exists():
        jobs.enqueue(CHECK_KIND, {"campaign": campaign.pk}, label="核对责任书")
