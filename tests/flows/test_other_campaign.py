"""What belongs to one campaign is not there in another: an id that is changed in the address opens nothing."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.flows.test_doors import FORMS, TABLE
from tests.flows.world import build_world
from weicheng.ground.campaigns.selectors import SESSION_KEY
from weicheng.ground.campaigns.tests.factories import CampaignFactory

pytestmark = pytest.mark.django_db

# Not of a campaign: units, people, accounts, one's own notices, robots by account, jobs, files, addresses with a secret.
ROOMS = ("consultation", "difficulties", "reminders", "cascade", "duties", "letters", "places")
NOT_OF_A_CAMPAIGN = {"", "unit", "feed", "roster feed", "letter kind", "csv"}


@pytest.mark.parametrize("role", ["office", "liaison"])
def test_a_row_of_another_campaign_is_not_found(role):
    world = build_world()
    other = CampaignFactory(name="另一个活动")
    client, wrong = Client(), []
    client.force_login(world.users[role])
    session = client.session
    session[SESSION_KEY] = other.pk
    session.save()
    for name, word, on_get, on_post in TABLE:
        if name.partition(":")[0] not in ROOMS or word in NOT_OF_A_CAMPAIGN:
            continue
        address = reverse(name, args=world.args[word])
        for method, expected in (("get", on_get), ("post", on_post)):
            if expected[1] == "M":
                continue
            sent = FORMS[name](world) if method == "post" and name in FORMS else {}
            with transaction.atomic():
                answer = getattr(client, method)(address, sent, headers={"HX-Request": "true"})
                transaction.set_rollback(True)
            if answer.status_code not in (403, 404):
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
