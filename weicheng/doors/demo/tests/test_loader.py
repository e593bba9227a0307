import re
import subprocess
import sys
from datetime import date

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from tests.sample import loaded
from weicheng.doors.demo import loader
from weicheng.doors.demo.units import ACCOUNTS, UNITS
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.kernel.tests.processes import ROOT, environment
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers.models import ApprovalStep, Distribution, IncomingPaper
from weicheng.judgement.titles.models import Move
from weicheng.work.consultation.models import Receipt, Reply
from weicheng.work.difficulties.models import Difficulty, Step
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.meetings.models import Meeting, UnitMeeting
from weicheng.work.plans.choices import EntryState, PlanState
from weicheng.work.plans.models import Plan, ProgressEntry, Task
from weicheng.work.plans.selectors.history import history_of
from weicheng.work.plans.views.record import record_of

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
        assert not Unit.objects.filter(is_sample=False).exists()

    def test_nothing_is_dated_in_the_time_to_come(self, sample):
        now = timezone.now()
        kinds = ((Receipt, "at"), (ProgressEntry, "at"), (ProgressEntry, "decided_at"), (Difficulty, "raised_at"),
                 (Step, "at"), (Notice, "created_at"), (Move, "at"), (Meeting, "at"), (UnitMeeting, "at"),
                 (ApprovalStep, "at"), (ValueEntry, "checked_at"), (Plan, "published_at"), (Task, "created_at"))  # fmt: skip
        for kind, field in kinds:
            assert kind.objects.filter(**{f"{field}__isnull": False}).exists(), kind
            assert not kind.objects.filter(**{f"{field}__gt": now}).exists(), (kind, field)

    def test_what_follows_comes_after_what_it_follows(self, sample):
        local = timezone.localdate
        for plan in Plan.objects.filter(published_at__isnull=False):
            assert plan.issued_on <= local(plan.uploaded_at) <= local(plan.published_at)
        for receipt in Receipt.objects.select_related("plan"):
            assert receipt.plan.published_at < receipt.at
        for entry in ProgressEntry.objects.select_related("task"):
            assert entry.on <= local(entry.at)
            assert entry.task.created_at <= entry.at
            assert entry.decided_at is None or entry.at <= entry.decided_at
        for one in Difficulty.objects.all():
            assert one.answer_due_on is None or local(one.raised_at) <= one.answer_due_on
            steps = list(Step.objects.filter(difficulty=one).order_by("pk"))
            assert [one.raised_at, *(step.at for step in steps)] == sorted(
                [one.raised_at, *(step.at for step in steps)]
            )
            assert all(step.owed_on is None or local(one.raised_at) <= step.owed_on for step in steps)
        for own in UnitMeeting.objects.select_related("meeting"):
            assert own.meeting.day <= own.held_on <= local(own.at)
        for step in ApprovalStep.objects.filter(at__isnull=False, paper__on__isnull=False).select_related("paper"):
            assert local(step.at) <= step.paper.on
        for line in Distribution.objects.filter(received_on__isnull=False).select_related("paper"):
            assert line.paper.on <= line.sent_on <= line.received_on
        for paper in IncomingPaper.objects.all():
            assert paper.reply_due is None or paper.received_on <= paper.reply_due
            assert paper.answered_on is None or paper.received_on <= paper.answered_on
        for figure in ValueEntry.objects.filter(checked_at__isnull=False):
            assert figure.filled_at < figure.checked_at
        for reply in Reply.objects.select_related("round"):
            assert reply.round.opened_at <= reply.at

    def test_the_record_of_a_task_begins_with_the_task(self, sample):
        office = User.objects.get(username="zhou")
        for task in Task.objects.filter(campaign=sample, entries__isnull=False).distinct().order_by("pk")[:40]:
            record = record_of(ProgressEntry.objects.filter(task=task), history_of(task), office)
            first = record[-1]
            assert first.change and first.change.code in ("plans.task.published", "plans.task.created"), task.number
            assert first.at == task.created_at
            assert first.change.channel == "网页"

    def test_a_task_that_is_done_says_so_in_its_figures(self, sample):
        done = Task.objects.live().filter(campaign=sample, done_on__isnull=False, target_value__isnull=False)
        assert all(task.done_value is not None for task in done), "reported in the unit of the target"
        client = Client()
        client.force_login(User.objects.get(username="zhou"))
        page = client.get("/ledger/", {"status": "done"}).content.decode()
        assert page.count("data-task=") >= done.count() > 0
        assert not re.search(r'<em title="0 / |<em>0<small>', page)

    def test_a_notice_tells_what_was_true_on_its_day(self, sample):
        due = {f"{task.uid}": task.due_on for task in Task.objects.filter(due_on=F("original_due_on"))}
        told = list(Notice.objects.filter(code="demo.sample", key__contains="task:"))
        assert told
        for notice in (one for one in told if one.key.rpartition(":")[2] in due):  # others were moved since
            days = (due[notice.key.rpartition(":")[2]] - timezone.localdate(notice.created_at)).days
            assert f"{abs(days)}天" in notice.title, (notice.title, notice.created_at)

    def test_many_people_sign_and_take_in(self, sample):
        assert Receipt.objects.values("by").distinct().count() >= 20
        receivers = set(Distribution.objects.exclude(received_on=None).values_list("receiver", flat=True))
        assert len(receivers) == Distribution.objects.exclude(received_on=None).count() >= 5
        assert Receipt.objects.order_by().values("at__date").distinct().count() >= 5


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
