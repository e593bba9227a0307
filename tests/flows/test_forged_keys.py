"""A key that no page of ours made, in every form that carries one: a sentence, no error of the server, nothing written."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.flows.test_doors import FORMS, content_of
from tests.flows.world import World, build_world
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.keys import BadKey, made_before
from weicheng.work.meetings.models import AgendaItem
from weicheng.work.meetings.services import agenda
from weicheng.work.meetings.tests.factories import meeting_of

pytestmark = pytest.mark.django_db
# name, what stands in the address (tests/flows/world.py), who, what is sent besides the key and what the doors send
KEYED: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("titles:add", "", "office", {}),
    ("titles:move", "bid", "office", {"version": 1, "outcome": "x", "on": "2026-01-01"}),
    ("titles:undo", "bid", "office", {}),
    ("titles:fix", "bid move", "office", {}),
    ("titles:finding", "bid", "office", {"text": "路面破损", "due_on": "2030-01-01"}),
    ("titles:item-save", "bid", "office", {}),
    ("titles:file-add", "bid slot", "office", {"source": "upload"}),
    ("archive:acceptance", "volume", "office", {"level": "office", "result": "passed", "on": "2026-01-01"}),
    ("ledger:report", "task", "liaison", {}),
    ("duties:record", "due", "liaison", {}),
    ("duties:roster-new", "", "liaison", {"name": "值守"}),
    ("duties:roster-change", "roster turn", "liaison", {}),
    ("duties:roster-log", "roster shift", "liaison", {}),
    ("difficulties:raise", "", "liaison", {"text": "缺地", "remedy": "已协商"}),
    ("indicators:fill", "indicator", "liaison", {"value": "95", "source_title": "年报"}),
    ("meetings:new", "", "office", {"kind": "push", "starts_at": "2026-01-01T09:00"}),
    ("meetings:item-add", "meeting", "office", {"kind": "report", "title": "通报"}),
    ("meetings:pledge-add", "meeting", "office", {"text": "按期完成", "unit": "unit"}),
    ("meetings:decision-add", "meeting", "office", {"kind": "task", "text": "清理"}),
    ("meetings:call-person", "meeting", "office", {"name": "王某", "category": "other"}),
    ("cascade:row-add", "answer", "liaison", {"title": "包干"}),
)
GARBAGE = ("x", "1", "0" * 32 + "g", "' OR 1=1", "<b>", "９" * 400)


@pytest.fixture
def world() -> World:
    return build_world()


def _rows() -> dict[str, int]:
    rooms = ("titles", "archive", "plans", "duties", "difficulties", "indicators", "meetings", "cascade")
    models = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_garbage_for_a_key_is_refused_in_words_by_every_form_that_has_one(world):
    clients = {who: Client(raise_request_exception=False) for who in ("office", "liaison")}
    for who, client in clients.items():
        client.force_login(world.users[who])
    before, wrong = _rows(), {}
    for name, word, who, more in KEYED:
        sent = (FORMS[name](world) if name in FORMS else {}) | more
        if sent.get("unit") == "unit":
            sent = sent | {"unit": world.args["unit"][0]}
        address = reverse(name, args=world.args[word] if word else [])
        for garbage in GARBAGE if name == "meetings:item-add" else GARBAGE[:1]:
            answer = clients[who].post(address, sent | {"key": garbage})
            page = content_of(answer)
            if answer.status_code not in (400, 422) or "编号不对" not in page:
                wrong[name, garbage[:9]] = (answer.status_code, answer.get("Location", ""))
    assert wrong == {}
    assert _rows() == before


def test_the_key_of_another_ones_row_is_refused_and_ones_own_finds_the_row_again(world):
    office = world.users["office"]
    one, other = meeting_of(world.campaign, by=office), meeting_of(world.campaign, by=office)
    key = uuid.uuid4()
    item = agenda.add_item(by=office, meeting=one, key=key, kind="report", title="通报")
    assert agenda.add_item(by=office, meeting=one, key=key, kind="report", title="通报") == item
    client = Client(raise_request_exception=False)
    client.force_login(office)
    sent = {"kind": "report", "title": "通报", "key": str(key)}
    answer = client.post(reverse("meetings:item-add", args=[other.pk]), sent)
    assert answer.status_code in (400, 422) and "编号已经用过" in content_of(answer)
    assert not other.items.exists()


def test_a_key_is_looked_up_with_what_it_must_belong_to(world):
    meeting = meeting_of(world.campaign, by=world.users["office"])
    other = meeting_of(CampaignFactory(code="QHX"), by=world.users["office"])
    item = AgendaItem.objects.create(meeting=meeting, kind="report", title="通报", order=1)
    assert made_before(AgendaItem, item.key, meeting=meeting) == item
    assert made_before(AgendaItem, uuid.uuid4(), meeting=meeting) is None
    with pytest.raises(BadKey):
        made_before(AgendaItem, item.key, meeting=other)
