"""Login, lockout, first password, headers."""

import pytest
from django.urls import reverse

from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.tests.factories import PASSWORD, UserFactory, user_with_role

pytestmark = pytest.mark.django_db


def log_in(client, user, password=PASSWORD):
    return client.post(reverse("login"), {"username": user.username, "password": password})


def test_a_login_goes_into_the_trail_with_its_address(client):
    user = UserFactory()
    assert log_in(client, user).status_code == 302
    event = AuditEvent.objects.get(action="web.login")
    assert (event.actor_id, event.after) == (user.pk, {"address": "127.0.0.1"})


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_wrote(client, settings):
    settings.MIDDLEWARE = ["weicheng.doors.web.proxy.ClientAddress", *settings.MIDDLEWARE]
    user = UserFactory()
    claimed = {"X-Forwarded-For": "203.0.113.9, 10.20.30.40"}
    client.post(reverse("login"), {"username": user.username, "password": PASSWORD}, headers=claimed)
    assert AuditEvent.objects.get(action="web.login").after == {"address": "10.20.30.40"}


def test_five_wrong_passwords_close_the_door_for_a_while_and_say_so(client):
    user = UserFactory()
    answers = [log_in(client, user, "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = log_in(client, user)
    assert locked.status_code == 429
    assert "请15分钟后再试" in locked.content.decode()
    assert AuditEvent.objects.filter(action="web.login_failed", object_label=user.username).count() >= 5


def test_another_account_from_the_same_office_is_not_locked_out(client):
    for _ in range(6):
        log_in(client, UserFactory(username="first") if not _ else type("U", (), {"username": "first"}), "wrong")
    assert log_in(client, UserFactory()).status_code == 302


def test_a_sample_account_logs_in_only_in_demo_mode(client, settings):
    user = UserFactory(is_sample=True)
    settings.DEMO = False
    assert log_in(client, user).status_code == 200
    settings.DEMO = True
    assert log_in(client, user).status_code == 302


def test_the_session_of_a_sample_account_ends_when_demo_mode_is_turned_off(client, settings):
    settings.DEMO = True
    log_in(client, user_with_role("auditor", is_sample=True))
    assert client.get(reverse("audit")).status_code == 200
    settings.DEMO = False
    assert client.get(reverse("audit")).status_code == 302


def test_who_must_change_the_password_gets_to_no_other_page(client):
    client.force_login(user_with_role("auditor", must_change_password=True))
    assert client.get(reverse("audit")).url == reverse("password-change")
    partial = client.get(reverse("audit"), headers={"HX-Request": "true"})
    assert partial["HX-Redirect"] == reverse("password-change")


def test_after_changing_the_password_the_way_is_free(client):
    user = user_with_role("auditor", must_change_password=True)
    client.force_login(user)
    new = {"old_password": PASSWORD, "new_password1": "Xin-De-2027!", "new_password2": "Xin-De-2027!"}
    assert client.post(reverse("password-change"), new).status_code == 302
    assert client.get(reverse("audit")).status_code == 200
    assert AuditEvent.objects.filter(action="web.password_changed", actor_id=user.pk).exists()


def test_pages_carry_the_headers_that_protect_them(client):
    headers = client.get(reverse("login")).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_healthz_answers_without_login(client):
    answer = client.get(reverse("healthz"))
    assert answer.json()["status"] == "ok"


def test_a_fresh_installation_says_how_to_begin(client, db):
    answer = client.get("/login/", follow=True)
    assert "weicheng user add" in answer.content.decode()
