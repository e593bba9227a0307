"""A worker with the handlers of the tests, run as a process of its own: ``python -m weicheng.ground.kernel.tests.worker_process``."""

import os
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weicheng.config.settings")
django.setup()

from weicheng.ground.kernel import jobs, periodic  # noqa: E402
from weicheng.ground.kernel.models import Job  # noqa: E402


@jobs.handler("test.count")
def count(job: Job) -> dict[str, int]:
    for page in range(1, job.args["pages"] + 1):
        jobs.progress(job, page, job.args["pages"], f"第{page}页，共{job.args['pages']}页")
    return {"pages": job.args["pages"]}


@jobs.handler("test.hang")
def hang(job: Job) -> None:
    """Says that it has begun, then sits in C code that never looks at Python's signals."""
    with Path(job.args["trace"]).open("a") as trace:
        trace.write(f"{os.getpid()}\n")
    # One long call of C that holds the interpreter: a handler for SIGTERM in Python never gets its turn.
    sum(range(10**12))


@jobs.handler("test.once")
def once(job: Job) -> dict[str, bool]:
    """Hangs the first time and is done at once the second."""
    trace = Path(job.args["trace"])
    if not trace.exists():
        trace.write_text(str(os.getpid()))
        time.sleep(600)
    return {"again": True}


@jobs.handler("test.crash")
def crash(job: Job) -> None:
    os.abort()


@jobs.handler("test.refuse")
def refuse(job: Job) -> None:
    raise jobs.JobFailed("文件已加密，打不开。")


@jobs.handler("test.bug")
def bug(job: Job) -> None:
    raise ZeroDivisionError("a secret of the code")


if __name__ == "__main__":
    from weicheng.ground.kernel.worker import Worker

    periodic._duties.clear()
    Worker().run()
