"""Workers as real processes, killed for real, on whichever database the tests run."""

import signal
from pathlib import Path

import pytest

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.models import Job
from weicheng.ground.kernel.tests import worker_process  # noqa: F401 - registers the handlers here too
from weicheng.ground.kernel.tests.processes import is_alive, wait_until, worker

pytestmark = pytest.mark.django_db(transaction=True)


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def pids(trace: Path) -> list[int]:
    return [int(line) for line in trace.read_text().split()] if trace.exists() else []


def test_a_job_is_done_by_a_worker_with_its_result_and_progress():
    job = jobs.enqueue("test.count", {"pages": 7})
    with worker():
        wait_until(lambda: state_of(job) == JobState.DONE)
    assert (job.result, job.done, job.total, job.note) == ({"pages": 7}, 7, 7, "第7页，共7页")


def test_cancelling_stops_a_job_inside_c_code_within_two_seconds(tmp_path):
    trace = tmp_path / "trace"
    job = jobs.enqueue("test.hang", {"trace": str(trace)})
    with worker():
        wait_until(lambda: bool(pids(trace)))
        jobs.cancel(job)
        child = pids(trace)[0]
        assert wait_until(lambda: not is_alive(child)) < 2
        wait_until(lambda: state_of(job) == JobState.CANCELLED)


def test_the_job_of_a_killed_worker_is_retaken_within_thirty_seconds(tmp_path):
    trace = tmp_path / "trace"
    job = jobs.enqueue("test.once", {"trace": str(trace)})
    with worker() as first, worker() as second:
        wait_until(lambda: bool(pids(trace)))
        child = pids(trace)[0]
        job.refresh_from_db()
        holder = first if f"-{first.pid}-" in job.worker else second
        holder.kill()
        assert wait_until(lambda: not is_alive(child)) < 2, "the child outlived its worker"
        assert wait_until(lambda: state_of(job) == JobState.DONE, 35) < 30
    assert (job.attempts, job.result) == (2, {"again": True})


def test_a_job_whose_attempts_are_used_up_fails_after_its_worker_was_killed(tmp_path):
    trace = tmp_path / "trace"
    job = jobs.enqueue("test.hang", {"trace": str(trace)}, attempts=1)
    with worker() as first:
        wait_until(lambda: bool(pids(trace)))
        first.kill()
        first.wait()
    with worker():
        assert wait_until(lambda: state_of(job) == JobState.FAILED, 35) < 30
    assert "已试1次" in job.error


def test_a_job_that_kills_its_process_is_tried_again_and_then_failed():
    job = jobs.enqueue("test.crash")
    with worker():
        wait_until(lambda: state_of(job) == JobState.FAILED)
    assert job.attempts == 2


def test_a_worker_told_to_stop_puts_its_job_back_without_counting_the_attempt(tmp_path):
    trace = tmp_path / "trace"
    job = jobs.enqueue("test.hang", {"trace": str(trace)})
    with worker() as process:
        wait_until(lambda: bool(pids(trace)))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert state_of(job) == JobState.QUEUED
    assert job.attempts == 0


def test_a_refusal_is_shown_as_it_was_said_and_a_bug_is_not():
    refused, broken = jobs.enqueue("test.refuse"), jobs.enqueue("test.bug")
    with worker():
        wait_until(lambda: state_of(refused) == state_of(broken) == JobState.FAILED)
    assert refused.error == "文件已加密，打不开。"
    assert "secret" not in broken.error
    assert broken.pk.hex[:8] in broken.error
