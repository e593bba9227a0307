"""A hundred letters in one job: cancelled, killed and begun again without a letter twice or a number lost."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.kernel.jobs import JobStopped, run_inline
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers.choices import PaperKind, PaperState
from weicheng.ground.papers.models import Paper
from weicheng.work.letters.services import issuing
from weicheng.work.letters.services.issuing import issue_batch
from weicheng.work.letters.tests.city import build_city
from weicheng.work.plans.services import editing
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return build_city()


def units_with_tasks(city, number):
    units = [UnitFactory(order=place + 10) for place in range(number)]
    for unit in units:
        TaskFactory(campaign=city.campaign, lead=unit)
    return units


def test_a_hundred_units_are_one_job_with_true_progress(city, monkeypatch):
    units = units_with_tasks(city, 100)
    told = []
    real = jobs.progress
    monkeypatch.setattr(
        issuing.jobs,
        "progress",
        lambda job, done, total, note="": (told.append((done, total)), real(job, done, total, note)),
    )
    job = run_inline(issue_batch(by=city.office, campaign=city.campaign, kind=PaperKind.LETTER, units=units))
    assert (job.state, job.result["issued"], job.done, job.total) == (JobState.DONE, 100, 100, 100)
    assert told == [(place, 100) for place in range(101)]
    papers = Paper.objects.filter(job=job).order_by("serial")
    assert [paper.serial for paper in papers] == list(range(1, 101))
    assert [paper.unit_id for paper in papers] == [unit.pk for unit in units]


def test_a_killed_batch_goes_on_where_it_stopped_without_a_letter_twice(city, monkeypatch):
    units = units_with_tasks(city, 12)
    real, made = issuing.issue_one, []

    def dies_at_the_sixth(**given):
        if len(made) == 5:
            raise KeyboardInterrupt
        made.append(given["unit"])
        return real(**given)

    monkeypatch.setattr(issuing, "issue_one", dies_at_the_sixth)
    job = issue_batch(by=city.office, campaign=city.campaign, kind=PaperKind.LETTER, units=units)
    with pytest.raises(KeyboardInterrupt):
        run_inline(job)
    monkeypatch.setattr(issuing, "issue_one", real)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)  # as the reaper gives it back
    job.refresh_from_db()
    again = run_inline(job)
    assert (again.state, again.result["issued"]) == (JobState.DONE, 12)
    papers = Paper.objects.filter(kind=PaperKind.LETTER).order_by("serial")
    assert [paper.serial for paper in papers] == list(range(1, 13))
    assert {paper.unit_id for paper in papers} == {unit.pk for unit in units}


def test_a_cancelled_batch_leaves_whole_letters_and_the_next_one_makes_the_rest(city, monkeypatch):
    units = units_with_tasks(city, 8)
    real = jobs.progress

    def cancelled_at_three(job, done, total, note=""):
        if done == 3:
            raise JobStopped
        real(job, done, total, note)

    with monkeypatch.context() as patch:
        patch.setattr(issuing.jobs, "progress", cancelled_at_three)
        job = run_inline(issue_batch(by=city.office, campaign=city.campaign, kind=PaperKind.LETTER, units=units))
    assert job.state == JobState.CANCELLED
    assert all(paper.file and paper.state == PaperState.ISSUED for paper in Paper.objects.filter(job=job))
    rest = city.issue(*units)
    assert [paper.serial for paper in rest] == [4, 5, 6, 7, 8]


def test_the_button_pressed_twice_makes_one_letter_each(city):
    units = units_with_tasks(city, 3)
    first, second = (
        issue_batch(by=city.office, campaign=city.campaign, kind=PaperKind.LETTER, units=units) for _ in range(2)
    )
    run_inline(first)
    assert run_inline(second).result == {"issued": 0, "unchanged": 3, "refused": []}
    assert Paper.objects.count() == 3


def test_a_unit_without_tasks_gets_no_letter(city):
    assert city.issue(UnitFactory()) == []


def test_a_new_letter_takes_the_place_of_the_old_which_is_kept(city):
    (old,) = city.issue(city.bureau)
    TaskFactory(campaign=city.campaign, lead=city.bureau)
    (new,) = city.issue(city.bureau)
    old.refresh_from_db()
    assert (new.replaces_id, new.serial, old.newer) == (old.pk, 2, new)
    assert old.file is not None and len(old.made_from["rows"]) == 1


@pytest.mark.parametrize(("kind", "variant"), [("poem", ""), (PaperKind.REMINDER, ""), (PaperKind.REMINDER, "green")])
def test_what_is_no_paper_of_ours_is_refused(city, kind, variant):
    with pytest.raises(Invalid, match="没有这种文书"):
        issue_batch(by=city.office, campaign=city.campaign, kind=kind, units=[city.bureau], variant=variant)


def test_only_the_office_orders_a_batch_and_not_without_units(city):
    with pytest.raises(Invalid, match="还没有选单位"):
        issue_batch(by=city.office, campaign=city.campaign, kind=PaperKind.LETTER, units=[])
    for role in (Role.LEADER, Role.LIAISON, Role.AUDITOR, Role.ADMIN, Role.INSPECTOR):
        with pytest.raises(NotAllowed):
            issue_batch(by=user_with_role(role), campaign=city.campaign, kind=PaperKind.LETTER, units=[city.bureau])


def test_a_notice_goes_out_once_a_day_for_the_same_tasks(city):
    task = TaskFactory(campaign=city.campaign, lead=city.bureau)
    assert len(city.issue(city.bureau, kind=PaperKind.NOTICE)) == 1
    assert city.issue(city.bureau, kind=PaperKind.NOTICE) == []
    TaskFactory(campaign=city.campaign, lead=city.bureau, due_on=task.due_on)
    assert len(city.issue(city.bureau, kind=PaperKind.NOTICE)) == 1


def test_the_zip_holds_the_standing_letters_of_those_who_may_see_them(client, city):
    bureau, street = city.issue(city.bureau, city.street)
    client.force_login(city.office)
    with zipfile.ZipFile(io.BytesIO(_body(client.get(reverse("letters:zip", args=["letter"]))))) as box:
        assert sorted(box.namelist()) == sorted([bureau.file_name(), street.file_name()])
        assert box.read(bureau.file_name())[:2] == b"PK"
    client.force_login(user_with_role(Role.LIAISON, city.street))
    with zipfile.ZipFile(io.BytesIO(_body(client.get(reverse("letters:zip", args=["letter"]))))) as box:
        assert box.namelist() == [street.file_name()]
    client.force_login(user_with_role(Role.LIAISON))
    assert client.get(reverse("letters:zip", args=["letter"])).status_code == 302


def _body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_from_the_page_to_the_papers_and_what_a_change_asks_for(client, city):
    client.force_login(city.office)
    sent = client.post(reverse("letters:issue", args=["letter"]), {"all": "1", "show": "missing"})
    job = Job.objects.get()
    assert sent.url == reverse("letters:batch", args=[job.pk])
    assert "停止" in client.get(sent.url).content.decode()
    run_inline(job)
    done = client.get(sent.url).content.decode()
    assert "生成2份" in done and "责任书〔" in done
    task = city.toilets
    editing.change_task(by=city.office, task=task, version=task.version, changes={"title": "新建公厕和垃圾站"})
    paper = Paper.objects.get(unit=city.bureau)
    shown = client.get(reverse("letters:paper", args=[paper.pk])).content.decode()
    assert "已过时" in shown and "新建公厕和垃圾站" in shown
    again = client.post(reverse("letters:issue", args=["letter"]), {"units": [str(city.bureau.pk)]})
    run_inline(Job.objects.exclude(pk=job.pk).get())
    assert "生成1份" in client.get(again.url).content.decode()
    assert "代替" in client.get(reverse("letters:paper", args=[paper.pk])).content.decode()
