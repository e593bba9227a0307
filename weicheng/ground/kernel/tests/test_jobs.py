from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.kernel.models import AuditEvent, Job
from weicheng.ground.kernel.reaper import reap
from weicheng.ground.kernel.tests import worker_process  # noqa: F401 - registers the handlers

pytestmark = pytest.mark.django_db


def test_a_job_run_inline_ends_as_the_worker_would_end_it():
    assert jobs.run_inline(jobs.enqueue("test.count", {"pages": 3})).state == JobState.DONE
    assert jobs.run_inline(jobs.enqueue("test.refuse")).error == "文件已加密，打不开。"


def test_a_refusal_by_a_service_ends_the_job_with_its_sentence(monkeypatch):
    for error in (NotAllowed("只有创卫办可以出文书。"), Invalid("活动已结束。")):

        def body(job, error=error):
            raise error

        monkeypatch.setitem(jobs._handlers, "test.count", replace(jobs.handler_of("test.count"), body=body))
        job = jobs.run_inline(jobs.enqueue("test.count", {"pages": 1}))
        assert (job.state, job.error) == (JobState.FAILED, str(error))


def test_a_job_of_an_unknown_kind_is_refused_when_it_is_enqueued():
    with pytest.raises(LookupError, match=r"test\.unknown"):
        jobs.enqueue("test.unknown")
    assert not Job.objects.exists()


def test_a_job_exists_only_if_the_transaction_that_enqueued_it_commits():
    class Undo(Exception):
        pass

    with pytest.raises(Undo), transaction.atomic():
        jobs.enqueue("test.count", {"pages": 1})
        raise Undo
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_waiting_job_that_is_cancelled_never_starts():
    job = jobs.cancel(jobs.enqueue("test.count", {"pages": 1}))
    assert job.state == JobState.CANCELLED
    assert jobs.run_inline(job).attempts == 0
    assert AuditEvent.objects.get().action == "kernel.job.cancelled"


def test_a_finished_job_cannot_be_cancelled():
    job = jobs.cancel(jobs.run_inline(jobs.enqueue("test.count", {"pages": 1})))
    assert job.state == JobState.DONE
    assert not AuditEvent.objects.exists()


def test_progress_of_a_cancelled_job_stops_its_body():
    job = jobs.start(jobs.enqueue("test.count", {"pages": 9}).pk, "one")
    jobs.cancel(job)
    jobs.perform(job)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_progress_reaches_the_database_at_most_four_times_a_second(django_assert_max_num_queries):
    job = jobs.start(jobs.enqueue("test.count", {"pages": 9}).pk, "one")
    jobs.progress(job, 1, 5000)
    with django_assert_max_num_queries(6):
        for page in range(2, 2000):
            jobs.progress(job, page, 5000)


def test_an_attempt_that_lost_its_job_can_no_longer_end_it():
    lost = jobs.start(jobs.enqueue("test.count", {"pages": 1}).pk, "one")
    Job.objects.filter(pk=lost.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=60))
    assert reap() == 1
    again = jobs.start(lost.pk, "two")
    assert not jobs.finish(lost, JobState.FAILED, error="too late")
    assert jobs.finish(again, JobState.DONE)


def test_a_job_whose_task_was_claimed_by_a_worker_that_died_at_once_is_queued_again():
    job = jobs.enqueue("test.count", {"pages": 1})
    past = timezone.now() - timedelta(seconds=60)
    Job.objects.filter(pk=job.pk).update(created_at=past)
    assert reap() == 0, "a job whose task still waits is left alone"
    DBTaskResult.objects.filter(pk=job.task_id).update(status="RUNNING", started_at=past)
    assert reap() == 1
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert DBTaskResult.objects.get(pk=job.task_id).status == "READY"


def test_a_fresh_heartbeat_protects_a_job_from_the_reaper():
    job = jobs.start(jobs.enqueue("test.count", {"pages": 1}).pk, "one")
    assert reap() == 0
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
