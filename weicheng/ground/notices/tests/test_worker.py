"""The worker and its sender as real processes, killed for real."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.tests import worker_process  # noqa: F401 - registers the handlers here too
from weicheng.ground.kernel.tests.processes import ROOT, environment, is_alive, wait_until
from weicheng.ground.notices.choices import DeliveryState, Mode
from weicheng.ground.notices.models import Delivery, Lane
from weicheng.ground.notices.tests.factories import message, prefer, robot_of, tell
from weicheng.ground.notices.tests.servers import Vendor
from weicheng.ground.org.tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def worker(group: Vendor) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "weicheng.ground.notices.tests.worker_process"]
    process = subprocess.Popen(command, cwd=ROOT, env={**environment(), "WEICHENG_NOTICE_HOSTS": group.host})
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def sender_of(worker: subprocess.Popen[bytes]) -> int | None:
    """The process that the worker started to send."""
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(worker.pid)], capture_output=True, text=True)
    lines = [line.split(None, 1) for line in found.stdout.splitlines() if "notices.sender" in line]
    return int(lines[0][0]) if lines else None


def test_a_notice_leaves_while_a_long_job_runs_and_a_vendor_hangs(group, tmp_path):
    reader, slow = UserFactory(), robot_of(CampaignFactory(), "feishu", group.address("feishu"))
    robot_of(reader, "wecom", group.address("wecom"))
    prefer(reader, blue=Mode.ONCE, quiet_from="00:00", quiet_to="00:00")
    trace = tmp_path / "trace"
    job = jobs.enqueue("test.hang", {"trace": str(trace)})
    with worker(group):
        wait_until(trace.exists)
        tell(reader, "马上要知道的事")
        wait_until(lambda: any("马上要知道的事" in text for text in group.texts))
        group.mode = "hang"
        message(slow)
        wait_until(lambda: len(group.got) == 2)
        job.refresh_from_db()
        assert job.state == JobState.RUNNING, "the job at hand is not disturbed"
        group.mode = "good"
        tell(reader, "第二件事")
        wait_until(lambda: any("第二件事" in text for text in group.texts))
        group.gate.set()
        jobs.cancel(job)


def test_a_sender_killed_in_the_middle_loses_nothing(group):
    one = message(robot_of(CampaignFactory(), "wecom", group.address("wecom")))
    group.mode = "hang"
    with worker(group) as process:
        wait_until(lambda: len(group.got) == 1)
        sender = sender_of(process)
        assert sender is not None
        os.kill(sender, signal.SIGKILL)
        wait_until(lambda: not is_alive(sender))
        one.refresh_from_db()
        assert (one.state, one.tries) == (DeliveryState.WAITING, 1)
        assert one.next_try_at > timezone.now(), "still claimed: nobody sends it twice for now"
        group.mode = "good"
        Delivery.objects.update(next_try_at=timezone.now())  # as if the two minutes of the claim were over
        Lane.objects.update(busy_until=None)
        wait_until(lambda: len(group.got) == 2)
    wait_until(lambda: Delivery.objects.get().state == DeliveryState.SENT)
    assert [try_.outcome for try_ in one.attempts.all()] == ["", "sent"]


def test_the_sender_ends_by_itself_when_there_is_nothing_to_do(group):
    command = [sys.executable, "-m", "weicheng.ground.notices.sender"]
    assert subprocess.run(command, cwd=Path(ROOT), env=environment(), timeout=300).returncode == 0
