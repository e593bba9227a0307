import pytest
from django.urls import reverse

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.models import Job
from weicheng.ground.kernel.tests import worker_process  # noqa: F401 - registers the handlers
from weicheng.ground.org.tests.factories import user_with_role

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def owner():
    return user_with_role("liaison")


@pytest.fixture
def job(owner) -> Job:
    started = jobs.start(jobs.enqueue("test.count", {"pages": 23}, by=owner, label="读取《方案》").pk, "one")
    jobs.progress(started, 12, 23, "第12页，共23页")
    return started


def page_of(client, job: Job) -> str:
    return client.get(reverse("jobs:status", args=[job.pk]), headers=HTMX).content.decode()


def test_a_running_job_shows_its_progress_and_asks_again(client, owner, job):
    client.force_login(owner)
    page = page_of(client, job)
    assert "第12页，共23页" in page
    assert 'aria-valuenow="52"' in page
    assert 'hx-trigger="every 500ms"' in page


def test_a_finished_job_no_longer_asks(client, owner, job):
    jobs.finish(job, JobState.DONE)
    client.force_login(owner)
    page = page_of(client, job)
    assert "已完成" in page
    assert "hx-trigger" not in page


def test_a_failed_job_says_why(client, owner, job):
    jobs.finish(job, JobState.FAILED, error="文件已加密，打不开。")
    client.force_login(owner)
    assert "文件已加密，打不开。" in page_of(client, job)


def test_the_whole_page_works_without_partials(client, owner, job):
    client.force_login(owner)
    assert "<html" in client.get(reverse("jobs:status", args=[job.pk])).content.decode()


@pytest.mark.parametrize(("role", "status"), [("office", 200), ("admin", 200), ("liaison", 404), ("leader", 404)])
def test_a_job_is_for_who_started_it_and_for_office_and_admin(client, job, role, status):
    client.force_login(user_with_role(role))
    assert client.get(reverse("jobs:status", args=[job.pk])).status_code == status


def test_stopping_asks_the_worker_and_says_so(client, owner, job):
    client.force_login(owner)
    page = client.post(reverse("jobs:cancel", args=[job.pk]), headers=HTMX).content.decode()
    assert "正在停止" in page
    assert jobs.is_cancelled(job)


def test_stopping_by_a_link_is_refused(client, owner, job):
    client.force_login(owner)
    assert client.get(reverse("jobs:cancel", args=[job.pk])).status_code == 405
