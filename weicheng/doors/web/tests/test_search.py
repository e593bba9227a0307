"""The search box over everything."""

import pytest

from weicheng.doors.web.search import search
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.tests.factories import ClauseFactory, IndicatorFactory

pytestmark = pytest.mark.django_db


def test_a_clause_is_found_by_what_its_tasks_speak_of_and_a_figure_by_its_name():
    clause = ClauseFactory(title="厕所革命", words=["公厕", "旱厕"])
    figure = IndicatorFactory(edition=clause.edition, name="二类以上公厕比例")
    ClauseFactory(title="公厕", words=[])  # of another edition
    campaign = CampaignFactory(edition=clause.edition)
    found = search(campaign, user_with_role(Role.OFFICE), "公厕")
    assert (found.clauses, found.indicators, found.count) == ([clause], [figure], 2)


def test_without_an_edition_nothing_of_a_standard_is_found():
    ClauseFactory(title="公厕")
    found = search(CampaignFactory(edition=None), user_with_role(Role.OFFICE), "公厕")
    assert found.count == 0
