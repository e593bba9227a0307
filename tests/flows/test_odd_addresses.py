"""Addresses that nobody's page gives out: ids of thirty digits, days before the calendar begins. Never an error of the server."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.flows.test_doors import FORMS, TABLE
from tests.flows.world import build_world

pytestmark = pytest.mark.django_db

HUGE = 10**29
DAYS = ("0001-01-01", "9999-12-31", "2026-13-45", "x")
# Everything that a page of ours reads from the query as a day or a month.
NAMED = ("since", "from", "to", "on", "week", "day", "starts_on", "due", "d", "start")
NUMBERED = ("unit", "page", "plan", "row", "phase", "lead", "task", "member")


@pytest.fixture
def client_of():
    def made(user):
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return client

    return made


def ask(client, method, address, sent):
    with transaction.atomic():
        answer = getattr(client, method)(address, sent)
        if method == "get" and hasattr(answer, "render") and not getattr(answer, "is_rendered", True):
            answer.render()
        transaction.set_rollback(True)
    return answer.status_code


def test_an_id_of_thirty_digits_is_not_found_and_no_error(db, client_of):
    world = build_world()
    client, wrong = client_of(world.users["office"]), []
    for name, word, _, _ in TABLE:
        args = world.args[word]
        for place, arg in enumerate(args):
            if not isinstance(arg, int):
                continue
            address = reverse(name, args=[*args[:place], HUGE, *args[place + 1 :]])
            for method in ("get", "post"):
                sent = FORMS[name](world) if method == "post" and name in FORMS else {}
                status = ask(client, method, address, sent)
                if status >= 500:
                    wrong.append(f"{method} {name} {place}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["office", "liaison"])
def test_odd_days_and_numbers_in_a_query_are_no_error(db, client_of, role):
    world = build_world()
    client, wrong = client_of(world.users[role]), []
    for name, word, on_get, _ in TABLE:
        if on_get[1] not in "23":
            continue
        address = reverse(name, args=world.args[word])
        queries = [dict.fromkeys(NAMED, day) | {"month": day[:7]} for day in DAYS]
        queries.append({name: str(HUGE) for name in NUMBERED})
        wrong += [f"{name} {sent}" for sent in queries if ask(client, "get", address, sent) >= 500]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("kind", ["week", "month", "phase", "x"])
def test_a_report_of_a_day_outside_the_calendar_is_no_error(db, client_of, day, kind):
    world = build_world()
    client = client_of(world.users["office"])
    unit = world.args["unit"][0]
    for address in (
        reverse("reports:week", args=[kind, day]),
        reverse("reports:report", args=[unit, kind, day]),
        reverse("reports:report", args=[0, kind, day]),
        reverse("duties:roster-day", args=[*world.args["roster"], day]),
    ):
        assert ask(client, "get", address, {}) in (200, 302, 404), address
