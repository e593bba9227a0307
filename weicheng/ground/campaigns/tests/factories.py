"""Factories for tests of this room and of those above it."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from weicheng.ground.campaigns.models import Campaign, Phase


class CampaignFactory(DjangoModelFactory[Campaign]):
    class Meta:
        model = Campaign

    # Letters from K on: never QH, under which the factory of tasks numbers by itself.
    code = factory.Sequence(lambda n: "Q" + "".join(chr(75 + int(digit)) for digit in str(n)))
    area = "青禾区"
    name = "创建国家卫生区"
    sought_title = "国家卫生区"
    starts_on = date(2026, 1, 1)
    ends_on = date(2027, 12, 31)


class PhaseFactory(DjangoModelFactory[Phase]):
    class Meta:
        model = Phase

    campaign = factory.SubFactory(CampaignFactory)
    name = "动员部署"
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 3, 31)
