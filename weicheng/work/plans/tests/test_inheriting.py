"""A unit is merged: its open tasks go to the successor, with a record; those that stay are a gap the successor can work on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel.errors import NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.services import dissolve_unit, merge_units
from weicheng.ground.org.tests.factories import PersonFactory, UnitFactory, user_with_role
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.permissions import user_can_report_progress
from weicheng.work.plans.selectors.gaps import gap_counts, gap_tasks, gaps_of
from weicheng.work.plans.selectors.ledger_filter import LedgerFilter
from weicheng.work.plans.selectors.tasks import live_tasks
from weicheng.work.plans.services.inheriting import hand_over_tasks, hand_to_heirs
from weicheng.work.plans.status import Moment
from weicheng.work.plans.tests.conftest import signed_in
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def old() -> Unit:
    return UnitFactory(name="青禾区市政园林局", short_name="区园林局")


@pytest.fixture
def heir() -> Unit:
    return UnitFactory(name="青禾区住房和城乡建设局", short_name="区住建局")


@pytest.fixture
def tasks(campaign, old: Unit, heir: Unit, health: Unit) -> dict[str, Task]:
    """What the old unit leads, cooperates in, did already, leads beside its heir; and one of somebody else."""
    return {
        "led": TaskFactory(campaign=campaign, title="补种行道树", lead=old, coops=[health]),
        "helped": TaskFactory(campaign=campaign, title="清运枯枝", lead=health, coops=[old]),
        "both": TaskFactory(campaign=campaign, title="改造公园厕所", lead=old, coops=[heir]),
        "done": TaskFactory(campaign=campaign, title="修剪绿篱", lead=old, done_on=TODAY()),
        "other": TaskFactory(campaign=campaign, title="消杀", lead=health),
    }


def roles(task: Task) -> set[tuple[str, str]]:
    return {(str(owner.unit), owner.role) for owner in task.owners.select_related("unit")}


def merged(old: Unit, heir: Unit) -> Unit:
    merge_units(by=None, units=[old], into=heir, on=TODAY())
    old.refresh_from_db()
    return old


def merge_page(client: Client, old: Unit, heir: Unit, **more: object) -> str:
    sent = {"into": heir.pk, "on": TODAY().isoformat(), "reason": "河编〔2026〕3号", **more}
    return client.post(reverse("org:unit-merge", args=[old.pk]), sent, follow=True).content.decode()


def test_the_page_counts_and_names_the_tasks_and_moves_them_in_the_same_step(office, old, heir, tasks) -> None:
    asked = merge_page(office, old, heir, hand_over="on")
    assert "它名下有3项没办完的任务，现在就交给“区住建局”" in asked
    assert "补种行道树（牵头）" in asked and "清运枯枝（配合）" in asked and "修剪绿篱" not in asked
    assert Unit.objects.get(pk=old.pk).merged_into is None

    done = merge_page(office, old, heir, hand_over="on", confirmed=1)

    assert "已合并。3项没办完的任务交给了“区住建局”。" in done
    assert roles(tasks["led"]) == {("区住建局", OwnerRole.LEAD), ("区卫健局", OwnerRole.COOP)}
    assert roles(tasks["helped"]) == {("区卫健局", OwnerRole.LEAD), ("区住建局", OwnerRole.COOP)}
    assert roles(tasks["both"]) == {("区住建局", OwnerRole.LEAD)}  # who leads need not cooperate besides
    assert roles(tasks["done"]) == {("区园林局", OwnerRole.LEAD)}
    tasks["led"].refresh_from_db()
    assert (tasks["led"].lead_unit, tasks["led"].version) == (heir, 2)
    entry = AuditEvent.objects.get(action="plans.task.changed", object_id=str(tasks["led"].pk))
    assert entry.reason == "青禾区市政园林局并入青禾区住房和城乡建设局：河编〔2026〕3号"


def test_what_is_not_handed_over_stands_as_a_gap_and_goes_later_in_one_press(office, clerk, campaign, old, heir, tasks):
    asked = merge_page(office, old, heir)
    assert "留在它名下，列进“责任缺口”" in asked
    merge_page(office, old, heir, confirmed=1)
    assert roles(tasks["led"]) >= {("区园林局", OwnerRole.LEAD)}
    assert gap_counts(campaign, clerk)["ended"] == 3

    page = office.get(reverse("ledger:gaps") + "?kind=ended").content.decode()
    assert "区园林局（牵头）已并入区住建局" in page and "修剪绿篱" not in page and "消杀" not in page

    office.post(reverse("ledger:gaps-inherit"), {"task": tasks["led"].pk})
    assert ("区住建局", OwnerRole.LEAD) in roles(tasks["led"])
    assert gap_counts(campaign, clerk)["ended"] == 2
    assert "2项任务交给了接手的单位" in office.post(reverse("ledger:gaps-inherit"), follow=True).content.decode()
    assert gap_counts(campaign, clerk)["ended"] == 0
    again = office.post(reverse("ledger:gaps-inherit"), follow=True)  # the same press once more
    assert "没有要交的任务了" in again.content.decode()


def test_a_merger_of_a_coming_day_leaves_the_tasks_until_then(office, old, heir, tasks) -> None:
    day = (TODAY() + timedelta(days=9)).isoformat()
    assert "合并的日子还没到，先不动" in merge_page(office, old, heir, hand_over="on", on=day)
    merge_page(office, old, heir, hand_over="on", on=day, confirmed=1)
    assert roles(tasks["both"]) == {("区园林局", OwnerRole.LEAD), ("区住建局", OwnerRole.COOP)}


def test_the_liaison_of_the_successor_finds_and_reports_and_so_does_its_filter(
    campaign, clerk, old, heir, tasks
) -> None:
    liaison, stranger = (user_with_role(Role.LIAISON, unit) for unit in (heir, UnitFactory()))
    merged(old, UnitFactory(name="中间局"))
    Unit.objects.filter(name="中间局").update(
        merged_into=heir, valid_to=TODAY() - timedelta(days=1)
    )  # a row of mergers
    old.refresh_from_db()

    assert tasks["led"] in live_tasks(campaign, liaison) and tasks["helped"] in live_tasks(campaign, liaison)
    assert tasks["other"] not in live_tasks(campaign, liaison)
    assert not live_tasks(campaign, stranger).exists()
    assert user_can_report_progress(liaison, tasks["led"], old)
    assert not user_can_report_progress(stranger, tasks["led"], old)
    found = LedgerFilter(unit=heir.pk, role=OwnerRole.LEAD).apply(live_tasks(campaign, clerk), Moment.of(campaign))
    assert set(found) == {tasks["led"], tasks["both"], tasks["done"]}
    assert "补种行道树" in signed_in(liaison).get(reverse("ledger:list")).content.decode()
    assert "补种行道树" in signed_in(liaison).get(reverse("mine")).content.decode()


def test_what_a_dissolved_unit_held_needs_a_person_to_choose(office, clerk, campaign, old, tasks) -> None:
    asked = office.post(reverse("org:unit-dissolve", args=[old.pk]), {"on": TODAY().isoformat()}).content.decode()
    assert "它名下有3项没办完的任务" in asked and "补种行道树（牵头）" in asked
    dissolve_unit(by=clerk, unit=old, on=TODAY())

    (gap, *_) = gaps_of(gap_tasks(campaign, clerk, "ended"))
    assert not gap.has_heir and "ended" in {flag.code for flag in gap.flags}
    with pytest.raises(NotPossible, match="选新的责任单位"):
        hand_to_heirs(by=clerk, tasks=gap_tasks(campaign, clerk, "ended"))
    assert "已撤销" in office.get(reverse("ledger:gaps") + "?kind=ended").content.decode()


def test_a_person_of_the_old_unit_is_not_carried_along(clerk, old, heir, tasks) -> None:
    TaskOwner.objects.filter(task=tasks["led"], unit=old).update(person=PersonFactory())
    hand_over_tasks(by=clerk, unit=merged(old, heir), into=heir)
    assert tasks["led"].owners.get(unit=heir).person is None


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE])
def test_only_the_office_hands_tasks_over(role, old, heir, tasks) -> None:
    user: User = user_with_role(role, heir if role == Role.LIAISON else None)
    with pytest.raises(NotAllowed):
        hand_over_tasks(by=user, unit=old, into=heir)
    with pytest.raises(NotAllowed):
        hand_to_heirs(by=user, tasks=[tasks["led"]])
    assert ("区园林局", OwnerRole.LEAD) in roles(tasks["led"])


def test_who_keeps_units_but_not_the_ledger_hears_who_moves_the_tasks(old, heir, tasks) -> None:
    admin = signed_in(user_with_role(Role.ADMIN))
    assert "要由创卫办到“责任缺口”里交给“区住建局”" in merge_page(admin, old, heir, hand_over="on")
    assert "已合并。" in merge_page(admin, old, heir, hand_over="on", confirmed=1)
    assert ("区园林局", OwnerRole.LEAD) in roles(tasks["led"])


def test_the_number_of_queries_does_not_grow_with_the_tasks(clerk, campaign, old, heir, django_assert_max_num_queries):
    for number in range(30):
        TaskFactory(campaign=campaign, lead=old, title=f"任务{number}")
    merged(old, heir)
    with django_assert_max_num_queries(45):
        assert hand_to_heirs(by=clerk, tasks=gap_tasks(campaign, clerk, "ended")) == 30
