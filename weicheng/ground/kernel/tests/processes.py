"""Real worker processes over the database of the running test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[4]


def environment() -> dict[str, str]:
    """The environment in which another process finds the database of this test."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{values['NAME']}"
    else:
        host = str(values.get("HOST") or values.get("OPTIONS", {}).get("host") or "")
        login = quote(values.get("USER") or "", safe="")
        if values.get("PASSWORD"):
            login += f":{quote(values['PASSWORD'], safe='')}"
        port = f":{values['PORT']}" if values.get("PORT") else ""
        url = f"postgresql://{login}@{quote(host, safe='')}{port}/{values['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "weicheng.config.settings",
        "WEICHENG_HOME": str(settings.HOME),
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker with the handlers of worker_process; told to stop at the end, killed if it does not."""
    command = [sys.executable, "-m", "weicheng.ground.kernel.tests.worker_process"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment())
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 300) -> float:
    """Seconds until ``condition`` held; fails after ``seconds``: long, as a process may start slowly on a busy machine."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "waited too long"
        time.sleep(0.05)
    return time.monotonic() - started


def is_alive(pid: int) -> bool:
    try:
        with Path(f"/proc/{pid}/stat").open() as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # gone before the file was opened, or before it was read
        return False
