"""The child process in which a job's body runs: it dies with its worker, and it can be killed at any point."""

import ctypes
import logging
import os
import resource
import signal
import sys
import time

from django.conf import settings
from django.db import connections

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 0.5


class Child:
    """A forked process running ``jobs.perform(job)``."""

    def __init__(self, job: Job) -> None:
        # No open connection may be shared over a fork: SQLite's locks and a PostgreSQL socket both break.
        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self.pid = os.fork()
        self.code: int | None = None
        if self.pid == 0:
            _be_child(job, parent)

    def poll(self) -> int | None:
        """The exit code (negative: the signal that killed it), or None while it runs."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code

    def stop(self) -> None:
        """End it and what it started: asked first, so that temporary files go, then killed."""
        for name in (signal.SIGTERM, signal.SIGKILL):
            self._signal(name)
            deadline = time.monotonic() + GRACE_SECONDS
            while time.monotonic() < deadline:
                if self.poll() is not None:
                    self._signal(signal.SIGKILL)  # grandchildren
                    return
                time.sleep(0.02)
        os.waitpid(self.pid, 0)

    def _signal(self, name: signal.Signals) -> None:
        try:
            os.killpg(self.pid, name)
        except (ProcessLookupError, PermissionError):
            # The group is gone, or the child has not made its group yet.
            if self.code is None:
                os.kill(self.pid, name)


def _leave(*_: object) -> None:
    raise SystemExit(1)


def _be_child(job: Job, parent: int) -> None:
    """Never returns."""
    code = 1
    try:
        os.setpgid(0, 0)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the worker died before it was watched
            os._exit(1)
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        limit = settings.JOB_MEMORY_BYTES
        if limit:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        jobs.perform(job)
        code = 0
    except SystemExit:
        pass
    except BaseException:
        logging.getLogger(__name__).exception("job %s ended badly", job.pk)
    finally:
        connections.close_all()
        logging.shutdown()
        os._exit(code)
