import subprocess
import sys
from datetime import date

import pytest

from tests.sample import loaded
from weicheng.doors.demo import loader
from weicheng.doors.demo.units import ACCOUNTS, UNITS
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.kernel.tests.processes import ROOT, environment
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import EntryState, PlanState
from weicheng.work.plans.models import Plan, ProgressEntry, Task

pytestmark = pytest.mark.django_db


def test_outside_demo_mode_nothing_is_loaded(settings):
    settings.DEMO = False
    with pytest.raises(loader.NotDemo, match="演示模式"):
        loader.load()
    assert not Campaign.objects.exists()
    assert not User.objects.exists()


@pytest.fixture(scope="class")
def sample(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker) as campaign:
        yield campaign


class TestSample:
    def test_the_sample_has_units_papers_tasks_and_months_of_progress(self, sample):
        assert Unit.objects.count() >= 40
        assert len(UNITS) == len({code for code, *_ in UNITS})
        states = sorted(Plan.objects.values_list("state", flat=True))
        assert states == [PlanState.PUBLISHED, PlanState.PUBLISHED, PlanState.REVIEW]
        assert Task.objects.live().filter(campaign=sample).count() >= 50
        days = ProgressEntry.objects.filter(state=EntryState.CONFIRMED).values_list("on", flat=True)
        assert (max(days) - min(days)).days > 60
        assert ProgressEntry.objects.filter(state=EntryState.SUBMITTED).exists()

    def test_loading_again_changes_nothing(self, sample, settings):
        settings.DEMO = True
        before = (Unit.objects.count(), User.objects.count(), Task.objects.count(), ProgressEntry.objects.count())
        assert loader.load() == sample
        assert before == (
            Unit.objects.count(),
            User.objects.count(),
            Task.objects.count(),
            ProgressEntry.objects.count(),
        )

    def test_every_sample_account_is_marked(self, sample):
        assert set(User.objects.filter(is_sample=True).values_list("username", flat=True)) >= {
            name for name, *_ in ACCOUNTS
        }
        assert not User.objects.filter(is_sample=False).exists()


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 12, 31)])
def test_the_sample_can_be_loaded_on_any_day(settings, day):
    settings.DEMO = True
    campaign = loader.load(today=day)
    assert campaign.starts_on < day < campaign.ends_on
    assert Task.objects.filter(campaign=campaign, due_on__gt=day).exists()


@pytest.mark.django_db(transaction=True)
def test_a_loading_that_is_killed_leaves_nothing_half_done():
    command = [sys.executable, "-m", "weicheng.doors.cli", "demo", "load"]
    surroundings = {**environment(), "WEICHENG_DEMO": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stderr=subprocess.PIPE, text=True) as process:
        said = next((line for line in process.stderr if line.startswith("读取并发布样例方案2")), None)
        process.kill()
    assert said, "it ended before it was killed"
    left = [kind for kind in (Unit, User, Campaign, Plan, AuditEvent) if kind.objects.exists()]
    assert left == []
