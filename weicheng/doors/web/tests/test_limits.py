"""What is too large, and a database that is busy: a sentence, and nothing done."""

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse

from weicheng.doors.web.middleware import BusyDatabase
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.tests.factories import user_with_role

pytestmark = pytest.mark.django_db


class Unread:
    """A body that must not be touched."""

    def read(self, *_):
        raise AssertionError("the body was read")

    readline = read


def test_a_stranger_cannot_fill_the_disk(client):
    body = {"wsgi.input": Unread(), "CONTENT_LENGTH": "70000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    client.get(reverse("login"))
    assert client.generic("POST", reverse("login"), **body).status_code == 401
    assert client.generic("POST", reverse("org:code"), **body).status_code == 401


def test_more_than_five_of_the_largest_files_are_refused_unread(client, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    client.force_login(user_with_role("office"))
    body = {
        "wsgi.input": Unread(),
        "CONTENT_LENGTH": str(6 * 1024 * 1024),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    answer = client.generic("POST", reverse("plans:upload"), **body)
    assert (answer.status_code, "不超过1兆" in answer.content.decode()) == (413, True)


def test_a_file_larger_than_a_form_of_a_stranger_is_read_from_who_is_logged_in(client):
    CampaignFactory()
    client.force_login(user_with_role("office"))
    answer = client.post(reverse("plans:upload"), {"files": ContentFile(b"\x00" * 100_000, name="x.docx")})
    assert answer.status_code == 422


@pytest.mark.parametrize(("partial", "said"), [(True, "过一会儿再点一次"), (False, "什么也没有改")])
def test_a_locked_database_is_said_in_words(partial, said):
    request = RequestFactory().post("/")
    request.htmx = partial
    answer = BusyDatabase(lambda _: None).process_exception(request, OperationalError("database is locked"))
    assert (answer.status_code, said in answer.content.decode()) == (503, True)


def test_other_faults_are_not_explained_away():
    request = RequestFactory().get("/")
    assert BusyDatabase(lambda _: None).process_exception(request, OperationalError("no such table")) is None


@pytest.mark.django_db
@pytest.mark.parametrize("send", ["get", "post"])
def test_a_zero_byte_in_a_field_is_refused_in_words(client, send):
    answer = getattr(client, send)("/login/", {"username": "zh\0ou", "password": "x"})
    assert answer.status_code == 400
    assert "坏字符" in answer.content.decode()
