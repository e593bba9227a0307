"""A change after signing makes the letter out of date, says what changed, and is told; changed back, it is good again."""

from __future__ import annotations

import pytest
from django.utils import timezone

from weicheng.ground.kernel.periodic import run_due
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.services.units import merge_units, rename_unit
from weicheng.ground.org.tests.factories import PersonFactory, UnitFactory, user_with_role
from weicheng.ground.papers.choices import PaperState
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.services.signing import record_signing
from weicheng.work.letters.models import LetterCheck
from weicheng.work.letters.services.checking import check_letters, is_behind
from weicheng.work.letters.tests.city import build_city, days
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.services import editing
from weicheng.work.plans.services.editing import OwnerValue
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return build_city()


@pytest.fixture
def letter(city):
    """The bureau's letter, signed."""
    (paper,) = city.issue(city.bureau)
    record_signing(by=city.office, paper=paper, signer="温某", on=timezone.localdate())
    check_letters(campaign=city.campaign)
    return paper


def change(city, **changes):
    task = city.toilets
    task.refresh_from_db()
    return editing.change_task(by=city.office, task=task, version=task.version, changes=changes, reason="会议决定")


def owners(*pairs):
    return [OwnerValue(unit, role, person) for unit, role, person in pairs]


def withdrawn(city):
    editing.withdraw_task(by=city.office, task=city.toilets, version=city.toilets.version, reason="不做了")


def added(city):
    editing.create_task(
        by=city.office, campaign=city.campaign, values={"title": "新增整治"}, owners=[OwnerValue(city.bureau)]
    )


KINDS = {
    "the title": (lambda city: change(city, title="改建公厕"), "任务由“新建公厕”改为“改建公厕”"),
    "the deadline": (lambda city: change(city, due_on=days(100)), f"改为“{days(100)}”"),
    "the number": (lambda city: change(city, target_value=50), "数量由“≥46座”改为“≥50座”"),
    "the rhythm": (lambda city: change(city, recurrence_text="每月一次"), "频次由“无”改为“每月一次”"),
    "the beginning": (lambda city: change(city, start_on=days(3)), "开始由“无”改为"),
    "another lead": (
        lambda city: change(city, owners=owners((city.street, OwnerRole.LEAD, None))),
        "不再由本单位牵头，或已撤回",
    ),
    "from lead to coop": (
        lambda city: change(
            city, owners=owners((city.street, OwnerRole.LEAD, None), (city.bureau, OwnerRole.COOP, None))
        ),
        "由牵头改为配合",
    ),
    "a helper more": (
        lambda city: change(
            city,
            owners=owners(
                (city.bureau, OwnerRole.LEAD, None),
                (city.street, OwnerRole.COOP, None),
                (UnitFactory(name="水务局"), OwnerRole.COOP, None),
            ),
        ),
        "配合单位由“北苑街道”改为“北苑街道、水务局”",
    ),
    "a person named": (
        lambda city: change(
            city,
            owners=owners(
                (city.bureau, OwnerRole.LEAD, PersonFactory(name="侯某")), (city.street, OwnerRole.COOP, None)
            ),
        ),
        "责任人由“无”改为“侯某”",
    ),
    "withdrawn": (withdrawn, "不再由本单位牵头，或已撤回"),
    "added": (added, "新增牵头任务“"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_change_makes_the_letter_out_of_date_and_is_named(city, letter, kind):
    act, sentence = KINDS[kind]
    act(city)
    assert check_letters(campaign=city.campaign) == 1
    letter.refresh_from_db()
    assert letter.state == PaperState.OUT_OF_DATE
    assert sentence in "；".join(letter.changes)
    assert check_letters(campaign=city.campaign) == 0  # said once


def renamed(city):
    rename_unit(by=city.office, unit=city.street, name="青禾区北苑新城街道办事处", on=timezone.localdate())


@pytest.mark.parametrize(
    "act",
    [
        renamed,
        lambda city: change(city, note="备注与责任无关"),
        lambda city: TaskFactory(campaign=city.campaign, lead=city.street),
        lambda city: TaskFactory(lead=city.bureau),  # of another campaign
    ],
    ids=["a helper renamed", "a note", "a task of another unit", "another campaign"],
)
def test_what_binds_nobody_otherwise_leaves_the_letter_as_it_is(city, letter, act):
    act(city)
    assert check_letters(campaign=city.campaign) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.changes) == (PaperState.SIGNED, [])


def test_changed_back_the_letter_is_good_again_and_still_signed(city, letter):
    change(city, title="改建公厕")
    check_letters(campaign=city.campaign)
    change(city, title="新建公厕")
    assert check_letters(campaign=city.campaign) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.changes) == (PaperState.SIGNED, [])


def test_a_unit_merged_away_has_its_letter_out_of_date_only_when_its_tasks_go(city, letter):
    heir = UnitFactory(name="青禾区综合执法局")
    merge_units(by=city.office, units=[city.bureau], into=heir, on=timezone.localdate())
    change(city, owners=owners((heir, OwnerRole.LEAD, None), (city.street, OwnerRole.COOP, None)))
    check_letters(campaign=city.campaign)
    letter.refresh_from_db()
    assert (letter.state, letter.unit_name) == (PaperState.OUT_OF_DATE, "青禾区城市管理局")


def test_office_and_liaison_are_told_once(city, letter):
    liaison, stranger = user_with_role(Role.LIAISON, city.bureau), user_with_role(Role.LIAISON)
    change(city, due_on=days(100))
    check_letters(campaign=city.campaign)
    check_letters(campaign=city.campaign)
    told = Notice.objects.filter(code="letters.outdated")
    assert set(told.values_list("user", flat=True)) == {liaison.pk, city.office.pk}
    assert told.count() == 2
    assert letter.number in told.get(user=liaison).title and "1份责任书已过时" in told.get(user=city.office).title
    assert not told.filter(user=stranger).exists()


def test_the_round_of_the_worker_finds_a_change_and_rests_when_there_is_none(city, letter):
    assert not is_behind(city.campaign)
    change(city, due_on=days(100))
    assert is_behind(city.campaign)
    assert "letters.check" in run_due()
    letter.refresh_from_db()
    assert letter.state == PaperState.OUT_OF_DATE
    assert not is_behind(city.campaign)
    assert LetterCheck.objects.get().checked_at is not None


def test_only_the_version_that_stands_is_held_against_the_ledger(city, letter):
    change(city, due_on=days(100))
    (newer,) = city.issue(city.bureau)
    check_letters(campaign=city.campaign)
    states = dict(Paper.objects.values_list("pk", "state"))
    assert states == {letter.pk: PaperState.SIGNED, newer.pk: PaperState.ISSUED}


def test_letters_are_checked_in_a_constant_number_of_queries(city, django_assert_max_num_queries):
    units = [UnitFactory() for _ in range(20)]
    for unit in units:
        TaskFactory(campaign=city.campaign, lead=unit)
    city.issue(*units)
    check_letters(campaign=city.campaign)
    with django_assert_max_num_queries(12):  # rows of all units come together; what has not changed is not locked
        check_letters(campaign=city.campaign)
