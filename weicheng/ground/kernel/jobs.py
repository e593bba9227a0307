"""Work that takes longer than a request: register a handler, enqueue a job, report progress, cancel.

A job is enqueued inside the transaction of the caller: it exists exactly if that transaction commits. The worker runs each
body in a child process of its own, so cancelling stops it even inside a parser written in C. A body may be run again after a
crash: write it so that a second run repairs what the first left. Rooms register their handlers in a module ``jobs.py``.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.choices import Channel, JobState
from weicheng.ground.kernel.context import acting_as
from weicheng.ground.kernel.errors import NotAllowed, Refused
from weicheng.ground.kernel.models import Job

logger = logging.getLogger(__name__)
WRITES_PER_SECOND = 4
Body = Callable[[Job], dict[str, Any] | None]


class JobFailed(Exception):
    """Raised by a handler: the job fails, is not tried again, and the message is shown to the user (as is any refusal)."""


class JobStopped(BaseException):
    """The job was cancelled or given to another worker; not an Exception, so that a handler's ``except`` lets it through."""


@dataclass(frozen=True, slots=True)
class Handler:
    body: Body
    minutes: int


_handlers: dict[str, Handler] = {}
_written: dict[UUID, float] = {}


def handler(kind: str, *, minutes: int = 30) -> Callable[[Body], Body]:
    """Decorator: ``body(job)`` does the jobs of this kind; what it returns becomes ``job.result``.

    After ``minutes`` the child is killed and the job fails.
    """

    def register(body: Body) -> Body:
        _handlers[kind] = Handler(body, minutes)
        return body

    return register


def handler_of(kind: str) -> Handler:
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"no handler is registered for jobs of kind {kind!r}") from None


def enqueue(
    kind: str, args: dict[str, Any] | None = None, by: Any = None, label: str = "", *, attempts: int = 2
) -> Job:
    """Put a job into the queue within the current transaction; ``by`` is the user who may watch and cancel it."""
    from weicheng.ground.kernel.tasks import run_job

    handler_of(kind)
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            args=args or {},
            label=label[:200],
            max_attempts=attempts,
            created_by_id=getattr(by, "pk", None),
            created_by_name=str(by or ""),
        )
        job.task_id = UUID(str(run_job.enqueue(str(job.pk)).id))
        job.save(update_fields=["task_id"])
    return job


def progress(job: Job, done: int, total: int, note: str = "") -> None:
    """Tell how far the job is (``note``: 第12页，共23页). Cheap to call often: at most four writes a second reach the database.

    Call it outside transactions: inside one nobody would see it before the commit. Raises JobStopped when the job was
    cancelled or taken away.
    """
    now = time.monotonic()
    if now - _written.get(job.pk, 0.0) < 1 / WRITES_PER_SECOND and done < total:
        return
    _written[job.pk] = now
    job.done, job.total, job.note = done, total, note[:200]
    if not _mine(job).update(done=done, total=total, note=job.note, heartbeat_at=timezone.now()) or is_cancelled(job):
        raise JobStopped


def is_cancelled(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, cancel_requested=True).exists()


def cancel(job: Job, by: Any = None) -> Job:
    """Ask for the job to stop: a waiting one never starts, a running one is stopped by its worker within two seconds."""
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
        stopped = waiting.update(
            state=JobState.CANCELLED, cancel_requested=True, finished_at=timezone.now(), note="已取消"
        )
        asked = stopped or Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)
        if asked:
            audit.record("kernel.job.cancelled", by=by, obj=job, label=job.label or job.kind)
    job.refresh_from_db()
    return job


def _mine(job: Job) -> Any:
    """The row as long as this attempt owns it: a job retaken by another worker has a higher number of attempts."""
    return Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts)


def start(job_id: UUID | str, worker: str) -> Job | None:
    """Take a queued job for ``worker``; None if it is no longer waiting."""
    job = Job.objects.filter(pk=job_id, state=JobState.QUEUED).first()
    if job is None:
        return None
    now = timezone.now()
    taken = Job.objects.filter(pk=job.pk, state=JobState.QUEUED, attempts=job.attempts).update(
        state=JobState.RUNNING,
        attempts=job.attempts + 1,
        started_at=now,
        heartbeat_at=now,
        worker=worker,
        done=0,
        total=0,
        note="",
        error="",
    )
    if not taken:
        return None
    job.refresh_from_db()
    return job


def finish(job: Job, state: str, *, result: dict[str, Any] | None = None, error: str = "") -> bool:
    """Record the end of this attempt; False if the job was no longer this attempt's."""
    values: dict[str, Any] = {"state": state, "finished_at": timezone.now(), "error": error, "result": result or {}}
    if state == JobState.CANCELLED:
        values["note"] = "已取消"
    _written.pop(job.pk, None)
    return bool(_mine(job).update(**values))


def perform(job: Job) -> None:
    """Run the body of a started job in this process and record how it ended."""
    name = job.created_by_name
    with acting_as(actor_id=job.created_by_id, actor_name=name, channel=Channel.JOB, request_id=job.pk.hex[:16]):
        try:
            result = handler_of(job.kind).body(job)
        except JobStopped:
            finish(job, JobState.CANCELLED)
        except (JobFailed, Refused, NotAllowed) as error:
            finish(job, JobState.FAILED, error=str(error))
        except MemoryError:
            finish(job, JobState.FAILED, error="内存不够，没有做完。请把文件拆小后再试。")
        except Exception:
            logger.exception("job %s (%s) failed", job.pk, job.kind)
            finish(job, JobState.FAILED, error=f"处理时出错，请把编号{job.pk.hex[:8]}告诉管理员，日志中有详情。")
        else:
            finish(job, JobState.DONE, result=result)


def run_inline(job: Job) -> Job:
    """Run a queued job here and now, for tests and commands; returns it as it ended."""
    started = start(job.pk, "inline")
    if started is not None:
        perform(started)
    job.refresh_from_db()
    return job
