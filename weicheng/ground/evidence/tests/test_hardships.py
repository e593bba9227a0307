"""What goes wrong on a machine: a reader killed in the middle, a full disk, two people with the same file at once."""

import errno
import os
import signal
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from weicheng.ground.evidence import services
from weicheng.ground.evidence.choices import TextState
from weicheng.ground.evidence.models import Evidence, FileText, StoredFile
from weicheng.ground.evidence.services import finishing, preparing, storing
from weicheng.ground.evidence.tests import files
from weicheng.ground.kernel import execution
from weicheng.ground.kernel.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_that_kills_the_worker_is_given_up_and_the_others_are_read(campaign, clerk, bureau, monkeypatch):
    for name in ("坏.txt", "好.txt"):
        services.upload_evidence(by=clerk, campaign=campaign, upload=files.plain(name, name=name), unit=bureau)
    real = finishing.extract

    def killed(file):
        if file.name == "坏.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(file)

    monkeypatch.setattr(finishing, "extract", killed)
    runs = 0
    while Job.objects.filter(kind=preparing.JOB_KIND, state="queued").exists() and runs < 6:
        execution.execute(str(Job.objects.get(kind=preparing.JOB_KIND, state="queued").pk))
        preparing.ask_if_waiting()
        runs += 1

    states = dict(FileText.objects.values_list("file__name", "state"))
    assert states == {"坏.txt": TextState.FAILED, "好.txt": TextState.READ}
    assert runs == 3


def test_a_full_disk_is_said_for_each_file_and_leaves_nothing(campaign, liaison, bureau, monkeypatch, home):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storing.os, "fsync", full)
    client = Client()
    client.force_login(liaison)
    answer = client.post(
        reverse("library:add"), {"files": files.plain("甲"), "unit": bureau.pk}, headers={"accept": "application/json"}
    )
    assert (answer.status_code, "磁盘满了" in answer.json()["error"]) == (422, True)
    assert not StoredFile.objects.exists() and not Evidence.objects.exists()
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_the_same_file_sent_twice_at_once_is_one_evidence(campaign, clerk, bureau):
    start, answers = threading.Barrier(2), []

    def send():
        try:
            start.wait(60)
            done = services.upload_evidence(by=clerk, campaign=campaign, upload=files.plain("同一份"), unit=bureau)
            answers.append(done.evidence.pk)
        finally:
            connection.close()

    both = [threading.Thread(target=send) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(300)
    assert len(answers) == 2 and len(set(answers)) == 1
    assert Evidence.objects.count() == StoredFile.objects.count() == 1
    assert Evidence.objects.get().pieces.count() == 1
