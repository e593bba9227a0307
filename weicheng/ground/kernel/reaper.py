"""Finds jobs whose worker is gone and gives them back to the queue, or fails them."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.execution import retake_or_fail
from weicheng.ground.kernel.models import Job

STALE_SECONDS = 20


def reap() -> int:
    """Deal with every job without a living worker; how many there were."""
    before = timezone.now() - timedelta(seconds=STALE_SECONDS)
    silent = list(Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=before))
    for job in silent:
        retake_or_fail(job)
    return len(silent) + _reap_untaken()


def _reap_untaken() -> int:
    """Jobs that wait although their task was claimed: the worker died between claiming the task and taking the job."""
    before = timezone.now() - timedelta(seconds=STALE_SECONDS)
    waiting = list(Job.objects.filter(state=JobState.QUEUED, created_at__lt=before))
    if not waiting:
        return 0
    tasks = DBTaskResult.objects.filter(pk__in=[job.task_id for job in waiting])
    living = {
        task.pk
        for task in tasks
        if task.status == "READY" or (task.started_at is not None and task.started_at > before)
    }
    lost = [job for job in waiting if job.task_id not in living]
    for job in lost:
        Job.objects.filter(pk=job.pk, state=JobState.QUEUED, attempts=job.attempts).update(attempts=job.attempts + 1)
        job.attempts += 1
        retake_or_fail(job)
    return len(lost)
