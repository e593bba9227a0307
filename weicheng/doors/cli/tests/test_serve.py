"""``weicheng serve`` as a real process: it answers, restarts what dies, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import psutil
import pytest

from weicheng.ground.kernel.tests.processes import ROOT, environment, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
COMMAND = [sys.executable, "-m", "weicheng.doors.cli", "serve", "--web", "1", "--workers", "1", "--port"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def healthy(port: int) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return json.load(answer)["status"] == "ok"
    except OSError:
        return False


class Site:
    def __init__(self) -> None:
        self.port = free_port()
        self.process = subprocess.Popen([*COMMAND, str(self.port)], cwd=ROOT, env=environment(), stderr=subprocess.PIPE)
        wait_until(lambda: self.process.poll() is not None or healthy(self.port))
        assert self.process.poll() is None, self.process.stderr.read().decode()
        wait_until(lambda: self.worker() is not None)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def worker(self) -> psutil.Process | None:
        for process in self.family():
            try:
                if "worker" in process.cmdline():
                    return process
            except psutil.NoSuchProcess:
                continue
        return None


@pytest.fixture
def site() -> Iterator[Site]:
    started = Site()
    yield started
    if started.process.poll() is None:
        started.process.terminate()
        started.process.wait(120)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def test_a_dead_worker_is_restarted_and_a_signal_stops_everything(site):
    first = site.worker()
    first.kill()
    wait_until(lambda: (new := site.worker()) is not None and new.pid != first.pid)
    family = site.family()
    assert len(family) >= 3
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(120) == 0
    wait_until(lambda: gone(family))


def test_killing_the_parent_leaves_no_orphan(site):
    family = site.family()
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()
    wait_until(lambda: gone(family))


def test_a_port_in_use_is_told_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, str(port)], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=300
        )
    assert done.returncode == 1
    assert f"127.0.0.1:{port}不能用" in done.stderr
    assert "Traceback" not in done.stderr
