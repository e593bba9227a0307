"""Runs one job in a child process and watches it: heartbeat, cancel flag, time limit, crash."""

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.child import Child
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.models import Job

HEARTBEAT_SECONDS = 4.0
LOOK_SECONDS = 0.25


@dataclass
class Surroundings:
    """The worker around a running job: its name, what it does between looks, whether it has been told to stop."""

    name: str = field(default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}-{get_random_string(4)}")
    between: Callable[[], None] = lambda: None
    stopping: Callable[[], bool] = lambda: False


surroundings = Surroundings()


def execute(job_id: str) -> None:
    """Take the job, if it still waits, and see it through to an end that is recorded."""
    job = jobs.start(job_id, surroundings.name)
    if job is None:
        return
    child = Child(job)
    try:
        _watch(job, child)
    finally:
        if child.poll() is None:
            child.stop()


def _watch(job: Job, child: Child) -> None:
    deadline = time.monotonic() + jobs.handler_of(job.kind).minutes * 60
    beaten = time.monotonic()
    while child.poll() is None:
        now = time.monotonic()
        if now - beaten >= HEARTBEAT_SECONDS:
            beaten = now
            if not _beat(job):
                child.stop()  # another worker has it
                return
        if jobs.is_cancelled(job):
            child.stop()
            jobs.finish(job, JobState.CANCELLED)
            return
        if surroundings.stopping():
            child.stop()
            put_back(job)
            return
        if now > deadline:
            child.stop()
            minutes = jobs.handler_of(job.kind).minutes
            jobs.finish(job, JobState.FAILED, error=f"超过{minutes}分钟还没有做完，已停止。")
            return
        surroundings.between()
        time.sleep(LOOK_SECONDS)
    if child.code:
        retake_or_fail(job)


def _beat(job: Job) -> bool:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    return bool(mine.update(heartbeat_at=timezone.now()))


def put_back(job: Job) -> None:
    """The worker is leaving in good order: the job waits again and this attempt does not count."""
    _requeue(job, attempts=job.attempts - 1, note="系统重启，重新排队")


def retake_or_fail(job: Job) -> bool:
    """After a crash: back into the queue while attempts are left, else failed. True if it waits again."""
    if job.cancel_requested or jobs.is_cancelled(job):
        jobs.finish(job, JobState.CANCELLED)
        return False
    if job.attempts < job.max_attempts:
        return _requeue(job, attempts=job.attempts, note="执行中断，重新排队")
    jobs.finish(job, JobState.FAILED, error=f"执行中断，已试{job.attempts}次，不再重试。请检查文件，或告诉管理员。")
    return False


def _requeue(job: Job, *, attempts: int, note: str) -> bool:
    from weicheng.ground.kernel.tasks import run_job

    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts)
        moved = mine.update(state=JobState.QUEUED, attempts=attempts, note=note, worker="", heartbeat_at=None)
        if moved:
            Job.objects.filter(pk=job.pk).update(task_id=run_job.enqueue(str(job.pk)).id)
    return bool(moved)
