from datetime import date

import pytest
from django.urls import reverse

from weicheng.ground.campaigns import services
from weicheng.ground.campaigns.models import CalendarDay, Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role

pytestmark = pytest.mark.django_db
KEEPERS = {Role.OFFICE, Role.ADMIN}
VALUES = {
    "area": "青禾区",
    "name": "创建国家卫生区",
    "sought_title": "国家卫生区",
    "code": "qh",
    "starts_on": "2026-01-01",
    "ends_on": "2027-12-31",
    "warn_workdays": "5",
}


@pytest.fixture
def clerk(client):
    user = user_with_role(Role.OFFICE)
    client.force_login(user)
    return user


@pytest.fixture
def campaign(clerk):
    return services.start_campaign(
        by=clerk,
        name="创建国家卫生区",
        area="青禾区",
        code="QH",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 12, 31),
    )


def phase_values(campaign):
    values = {}
    for number, phase in enumerate(campaign.phases.all()):
        values |= {
            f"phase_{number}_name": phase.name,
            f"phase_{number}_starts_on": phase.starts_on.isoformat(),
            f"phase_{number}_ends_on": phase.ends_on.isoformat(),
        }
    return values


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("name", ["start", "settings", "calendar"])
def test_only_the_office_and_administrators_start_and_set(client, role, name):
    CampaignFactory()
    client.force_login(user_with_role(role))

    status = client.get(reverse(f"campaigns:{name}")).status_code

    assert status == (200 if role in KEEPERS else 403)


@pytest.mark.parametrize("role", sorted(set(Role.values) - KEEPERS))
def test_a_post_by_who_may_not_changes_nothing(client, role):
    campaign = CampaignFactory()
    client.force_login(user_with_role(role))

    client.post(reverse("campaigns:start"), VALUES)
    client.post(reverse("campaigns:settings"), VALUES | {"name": "别的"})
    client.post(reverse("campaigns:close"))
    client.post(reverse("campaigns:calendar-day"), {"day": "2026-03-07", "state": "work"})
    client.post(reverse("campaigns:calendar-import"), {"text": "2027-02-06 上班"})
    client.post(reverse("campaigns:calendar-confirm"), {"year": "2030", "confirmed": "1"})

    found = Campaign.objects.get()
    assert (found.name, found.is_closed) == (campaign.name, False)
    assert not CalendarDay.objects.exists()


def test_a_started_campaign_is_the_chosen_one_and_opens_its_settings(client, clerk):
    CampaignFactory(is_sample=True)

    response = client.post(reverse("campaigns:start"), VALUES, follow=True)

    campaign = Campaign.objects.get(code="QH")
    assert response.redirect_chain[-1][0] == reverse("campaigns:settings")
    assert response.context["campaign"] == campaign
    assert campaign.phases.count() == 3


def test_a_campaign_that_cannot_be_is_refused_beside_its_field(client, clerk):
    response = client.post(reverse("campaigns:start"), VALUES | {"code": "青禾"})

    assert response.status_code == 422
    assert "大写字母" in response.context["form"].errors["code"][0]
    assert not Campaign.objects.exists()


def test_a_campaign_is_chosen_for_the_session(client, clerk):
    first, second = CampaignFactory(), CampaignFactory()

    response = client.post(reverse("campaigns:choose", args=[second.pk]), {"next": "https://elsewhere.example/"})
    assert response["Location"] == reverse("home")
    assert client.get(reverse("campaigns:settings")).context["campaign"] == second
    client.post(reverse("campaigns:choose", args=[first.pk]))
    assert client.get(reverse("campaigns:settings")).context["campaign"] == first
    assert client.get(reverse("campaigns:choose", args=[first.pk])).status_code == 405


def test_settings_keep_the_phases_and_add_the_last_row(client, clerk, campaign):
    values = VALUES | phase_values(campaign)
    values |= {
        "warn_workdays": "3",
        "phase_2_ends_on": "2027-10-31",
        "phase_3_name": "巩固",
        "phase_3_starts_on": "2027-11-01",
        "phase_3_ends_on": "2027-12-31",
    }

    response = client.post(reverse("campaigns:settings"), values)

    assert response.status_code == 302
    campaign.refresh_from_db()
    assert campaign.warn_workdays == 3
    assert [phase.name for phase in campaign.phases.all()] == ["动员部署", "全面推进", "迎检验收", "巩固"]


def test_phases_with_a_gap_are_refused_and_stay_in_the_form(client, clerk, campaign):
    values = VALUES | phase_values(campaign) | {"phase_0_ends_on": "2026-02-01", "phase_0_name": "动员"}

    response = client.post(reverse("campaigns:settings"), values)

    assert response.status_code == 422
    assert "不属于任何阶段" in response.content.decode()
    assert 'value="动员"' in response.content.decode()
    assert campaign.phases.first().name == "动员部署"


def test_a_closed_campaign_cannot_be_changed_until_it_is_opened(client, clerk, campaign):
    client.post(reverse("campaigns:close"))

    assert client.post(reverse("campaigns:settings"), VALUES | phase_values(campaign)).status_code == 422
    client.post(reverse("campaigns:close"))
    assert client.post(reverse("campaigns:settings"), VALUES | phase_values(campaign)).status_code == 302


def test_without_a_campaign_the_settings_lead_to_the_start(client, clerk):
    response = client.get(reverse("campaigns:settings"))

    assert response["Location"] == reverse("campaigns:start")


def test_a_day_is_changed_and_restored(client, clerk, campaign):
    day = {"day": "2026-03-07"}

    client.post(reverse("campaigns:calendar-day"), day | {"state": "work", "note": "补班"})
    row = CalendarDay.objects.get()
    assert (row.is_workday, row.note) == (True, "补班")
    shown = client.get(reverse("campaigns:calendar"), {"year": "2026"} | day).context["chosen"]
    assert (shown.is_set, shown.is_workday) == (True, True)
    client.post(reverse("campaigns:calendar-day"), day | {"state": "clear"})
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(("year", "estimated"), [("2026", False), ("2030", True)])
def test_the_calendar_says_which_years_are_estimated(client, clerk, campaign, year, estimated):
    page = client.get(reverse("campaigns:calendar"), {"year": year})

    assert page.context["estimated"] is estimated
    assert ("估计" in page.content.decode()) is estimated


def test_pasted_days_are_written_or_refused_line_by_line(client, clerk, campaign):
    bad = client.post(reverse("campaigns:calendar-import"), {"text": "2027-02-06 上班\n春节放七天", "year": "2027"})

    assert bad.status_code == 422
    assert "第2行“春节放七天”" in bad.content.decode()
    assert "2027-02-06 上班" in bad.content.decode()
    client.post(reverse("campaigns:calendar-import"), {"text": "2027-02-06 上班", "year": "2027"})
    assert CalendarDay.objects.count() == 1


@pytest.mark.parametrize("query", [{"year": "99999"}, {"year": "abc"}, {"day": "2026-02-30"}, {"year": "1"}])
def test_a_nonsense_address_still_shows_a_year(client, clerk, campaign, query):
    assert client.get(reverse("campaigns:calendar"), query).status_code == 200


def test_the_calendar_page_costs_a_constant_number_of_queries(client, clerk, campaign, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("campaigns:calendar"))
    services.import_days(by=clerk, text="2027-01-01至2027-01-31 放假")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("campaigns:calendar"), {"year": "2027"})
