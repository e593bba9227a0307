"""What a notice asked for was done: it waits for nobody any more."""

from __future__ import annotations

import pytest
from django.urls import reverse

from weicheng.ground.notices import planning
from weicheng.ground.notices.models import Delivery, Notice
from weicheng.ground.notices.selectors import unread_count
from weicheng.ground.notices.services import mark_read, settle
from weicheng.ground.notices.tests.factories import at, tell
from weicheng.ground.org.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return UserFactory(email="reader@example.cn")


def test_everybody_who_was_asked_is_relieved_by_the_one_who_did_it(reader):
    other = UserFactory()
    for user in (reader, other):
        tell(user, key="papers.official.7.1.turn.3")
    assert settle(key="papers.official.7.1.turn.3") == 2
    assert (unread_count(reader), unread_count(other)) == (0, 0)
    assert settle(key="papers.official.7.1.turn.3") == 0, "a second time there is nothing to close"


def test_a_beginning_closes_its_own_and_not_those_of_a_longer_number(reader):
    for key in ("papers.official.7.1", "papers.official.7.2", "papers.official.71.1"):
        tell(reader, key=key)
    assert settle(prefix="papers.official.7.") == 2
    assert Notice.objects.get(settled_at=None).key == "papers.official.71.1"


def test_only_the_accounts_that_are_named_are_relieved(reader):
    other = UserFactory()
    for user in (reader, other):
        tell(user, key="sent")
    assert settle(keys=["sent", ""], users=[reader]) == 1
    assert (unread_count(reader), unread_count(other)) == (0, 1)


def test_nothing_named_closes_nothing(reader):
    tell(reader)
    assert settle() == settle(key="") == settle(prefix="") == settle(keys=[]) == 0
    assert unread_count(reader) == 1


def test_when_it_was_read_stays_as_it_was(reader):
    notice = tell(reader, key="done")
    mark_read(by=reader, notice=notice)
    before = Notice.objects.get().read_at
    assert settle(key="done") == 1
    assert Notice.objects.get().read_at == before


def test_the_digest_leaves_out_what_was_done_meanwhile(settings, reader):
    settings.EMAIL_HOST = "127.0.0.1"
    tell(reader, "还没办的")
    tell(reader, "办完的", key="done")
    planning.plan(at("2026-11-19 09:00"))
    settle(key="done")
    planning.plan(at("2026-11-20 08:41"))
    message = Delivery.objects.get()
    assert "还没办的" in message.body and "办完的" not in message.body


def test_the_inbox_says_that_it_is_done(client, reader):
    client.force_login(reader)
    tell(reader, "请核稿", key="done")
    settle(key="done")
    assert "已办完" in client.get(reverse("notices:inbox")).content.decode()
