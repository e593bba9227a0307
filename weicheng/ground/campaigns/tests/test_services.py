from datetime import date

import pytest

from weicheng.ground.campaigns import services
from weicheng.ground.campaigns.daylist import DayChange
from weicheng.ground.campaigns.errors import BadDays
from weicheng.ground.campaigns.models import CalendarDay, Campaign
from weicheng.ground.campaigns.phases import PhaseDates
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user_with_role(Role.OFFICE)


def started(clerk, **values):
    given = {
        "name": "创建国家卫生区",
        "area": "青禾区",
        "code": "qh",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
    }
    return services.start_campaign(by=clerk, **(given | values))


def test_a_campaign_starts_with_the_usual_phases(clerk):
    campaign = started(clerk)

    assert campaign.code == "QH"
    assert [phase.name for phase in campaign.phases.all()] == ["动员部署", "全面推进", "迎检验收"]
    assert AuditEvent.objects.get().action == "campaigns.campaign.started"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"code": "青禾"}, "code", "大写字母"),
        ({"name": ""}, "name", "字段"),
        ({"ends_on": date(2025, 1, 1)}, "", "早于"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_by_field(clerk, values, field, words):
    with pytest.raises(Refused) as refusal:
        started(clerk, **values)

    assert refusal.value.field == field
    assert words in str(refusal.value)
    assert not Campaign.objects.exists()


def test_a_code_is_used_once(clerk):
    started(clerk)

    with pytest.raises(Refused) as refusal:
        started(clerk)
    assert refusal.value.field == "code"


def test_phases_keep_their_rows_when_they_change(clerk):
    campaign = started(clerk)
    first, second, third = campaign.phases.all()

    services.change_campaign(
        by=clerk,
        campaign=campaign,
        warn_workdays=3,
        phases=[
            PhaseDates("动员", campaign.starts_on, date(2026, 12, 31), id=first.pk),
            PhaseDates("攻坚", date(2027, 1, 1), date(2027, 6, 30)),
            PhaseDates("验收", date(2027, 7, 1), campaign.ends_on, id=third.pk),
        ],
    )

    names = {phase.pk: phase.name for phase in campaign.phases.all()}
    assert names[first.pk], names[third.pk] == ("动员", "验收")
    assert second.pk not in names
    assert len(names) == 3
    event = AuditEvent.objects.get(action="campaigns.campaign.changed")
    assert event.after["warn_workdays"] == 3
    assert event.before["phases"][0].startswith("动员部署")


def test_phases_that_do_not_fit_change_nothing(clerk):
    campaign = started(clerk)

    with pytest.raises(Refused):
        services.change_campaign(by=clerk, campaign=campaign, phases=[], warn_workdays=9)

    assert Campaign.objects.get().warn_workdays == 5
    assert campaign.phases.count() == 3


def test_a_phase_of_another_campaign_is_not_taken(clerk):
    other = started(clerk, code="XX")
    campaign = started(clerk)
    foreign = other.phases.first()

    services.change_campaign(
        by=clerk, campaign=campaign, phases=[PhaseDates("全程", campaign.starts_on, campaign.ends_on, id=foreign.pk)]
    )

    foreign.refresh_from_db()
    assert (foreign.campaign, foreign.name) == (other, "动员部署")


def test_a_campaign_is_closed_and_opened_again(clerk):
    campaign = CampaignFactory()

    services.close_campaign(by=clerk, campaign=campaign)
    services.close_campaign(by=clerk, campaign=campaign)
    assert Campaign.objects.get().is_closed
    services.close_campaign(by=clerk, campaign=campaign, closed=False)

    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["campaigns.campaign.closed", "campaigns.campaign.reopened"]


def test_days_are_set_changed_and_cleared(clerk):
    day = date(2027, 2, 6)

    assert services.set_days(by=clerk, days=[DayChange(day, True, "春节调休")]) == 1
    assert services.set_days(by=clerk, days=[DayChange(day, True, "春节调休")]) == 0
    assert services.set_days(by=clerk, days=[DayChange(day, False)]) == 1
    assert services.clear_day(by=clerk, day=day)
    assert not services.clear_day(by=clerk, day=day)

    assert AuditEvent.objects.count() == 3


def test_one_unreadable_line_imports_nothing(clerk):
    with pytest.raises(BadDays):
        services.import_days(by=clerk, text="2027-02-06 上班\n乱写")
    assert not CalendarDay.objects.exists()

    assert services.import_days(by=clerk, text="2027-02-06 上班\n2027-02-07至2027-02-09 放假 春节") == 4
