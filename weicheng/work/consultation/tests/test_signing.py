"""Receipts: one press, by whom and when; what a revised plan asks again; units merged or renamed meanwhile."""

from datetime import date

import pytest
from django.utils import timezone

from weicheng.ground.kernel.errors import NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.services import merge_units, rename_unit
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.work.consultation.models import Receipt
from weicheng.work.consultation.selectors.receipts import sign_lines, signed_counts, unsigned_counts
from weicheng.work.consultation.services.signing import call_receipts, remind_receipts, sign
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan, Task
from weicheng.work.plans.services.editing import OwnerValue, change_task
from weicheng.work.plans.services.publishing import Decisions, publish_plan
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(clerk, plan, toilets, drains, sweeping) -> Plan:
    return publish_plan(by=clerk, plan=plan, decisions=Decisions(only_checked=False)).plan


@pytest.fixture
def revision(clerk, published, bureau, water) -> Plan:
    """The same toilets, the drains by another date, something new for the water bureau."""
    new = PlanFactory(campaign=published.campaign, title="整治方案（修订）", revises=published)
    for title, due, unit in (
        ("新建公厕4座", date(2026, 6, 30), bureau),
        ("疏通雨水管网", date(2026, 8, 31), bureau),
        ("清洗供水水箱", None, water),
    ):
        old = Task.objects.filter(title=title).first()
        RowFactory(plan=new, title=title, due_on=due, lead=unit, continues=old)
    return publish_plan(by=clerk, plan=new, decisions=Decisions(only_checked=False)).plan


def line_of(plan, unit):
    current = Plan.objects.get(pk=plan.pk)
    line = next(iter(sign_lines([current], [unit])), None)
    number = len(line.to_sign) if line else 0
    assert unsigned_counts([current], [unit]) == ([(current, unit, number)] if number else [])
    everybody = sign_lines([current])
    assert signed_counts([current]) == {current.pk: (len(everybody), sum(one.is_done for one in everybody))}
    return line


def test_a_unit_signs_with_one_press_and_it_is_kept_by_whom(wang, published, bureau) -> None:
    assert len(line_of(published, bureau).to_sign) == 3
    receipt = sign(by=wang, plan=published, unit=bureau)
    assert (receipt.unit_name, receipt.by, len(receipt.prints)) == ("青禾区城市管理局", wang, 3)
    assert line_of(published, bureau).is_done


def test_pressed_twice_it_is_one_receipt(wang, published, bureau) -> None:
    assert sign(by=wang, plan=published, unit=bureau) == sign(by=wang, plan=published, unit=bureau)
    assert Receipt.objects.count() == 1
    assert AuditEvent.objects.filter(action="consultation.receipt.signed").count() == 1


def test_a_unit_without_a_task_has_nothing_to_sign(shui, published, water) -> None:
    with pytest.raises(NotPossible, match="没有任务"):
        sign(by=shui, plan=published, unit=water)


def test_nothing_is_signed_before_publishing(wang, plan, toilets, bureau) -> None:
    with pytest.raises(NotPossible, match="审阅中"):
        sign(by=wang, plan=plan, unit=bureau)


def test_those_who_have_not_signed_come_first_and_are_reminded_once_a_day(clerk, wang, shui, published, bureau, towns):
    assert [line.is_done for line in sign_lines([published])] == [False] * 4
    first = remind_receipts(by=clerk, plan=published)
    assert (first.accounts, first.units, len(first.silent)) == (1, 4, 3)
    assert remind_receipts(by=clerk, plan=published).accounts == 0
    sign(by=wang, plan=published, unit=bureau)
    assert [line.is_done for line in sign_lines([published])] == [False, False, False, True]
    assert not Notice.objects.filter(user=shui).exists()


def test_a_revised_plan_asks_again_for_what_changed_only(wang, published, bureau, clerk, plan, water) -> None:
    sign(by=wang, plan=published, unit=bureau)
    new = PlanFactory(campaign=published.campaign, title="整治方案（修订）", revises=published)
    for title, due, unit in (
        ("新建公厕4座", date(2026, 6, 30), bureau),
        ("疏通雨水管网", date(2026, 8, 31), bureau),
        ("清洗供水水箱", None, water),
    ):
        old = Task.objects.filter(title=title).first()
        RowFactory(plan=new, title=title, due_on=due, lead=unit, continues=old)
    revised = publish_plan(by=clerk, plan=new, decisions=Decisions(only_checked=False)).plan
    line = line_of(revised, bureau)
    assert [(one.task.title, one.is_changed) for one in line.to_sign] == [("疏通雨水管网", True)]
    assert [one.task.title for one in line.signed] == ["新建公厕4座"]
    assert len(line_of(revised, water).to_sign) == 1


def test_without_a_receipt_of_the_old_plan_all_is_to_sign(revision, bureau) -> None:
    assert len(line_of(revision, bureau).to_sign) == 2


def test_a_task_given_to_the_unit_later_is_asked_for(clerk, shui, published, bureau, water) -> None:
    task = Task.objects.get(title="新建公厕4座")
    change_task(by=clerk, task=task, version=1, changes={"owners": [OwnerValue(bureau), OwnerValue(water, "coop")]})
    (one,) = line_of(published, water).to_sign
    assert one.role_words == "配合"
    sign(by=shui, plan=published, unit=water)
    assert line_of(published, water).is_done


def test_renamed_the_receipt_keeps_the_name_of_its_day(clerk, wang, published, bureau) -> None:
    sign(by=wang, plan=published, unit=bureau)
    rename_unit(by=clerk, unit=bureau, name="青禾区城市管理和执法局", short_name="", on=timezone.localdate())
    line = line_of(published, bureau)
    assert (line.is_done, line.receipts[0].unit_name) == (True, "青禾区城市管理局")


def test_merged_the_new_unit_signs_and_what_was_signed_holds(
    clerk, wang, shui, published, bureau, water, towns
) -> None:
    sign(by=wang, plan=published, unit=bureau)
    merge_units(by=clerk, units=[bureau, towns[0]], into=water, on=timezone.localdate())
    line = line_of(published, water)
    assert line.is_done and line.receipts[0].unit_name == "青禾区城市管理局"
    assert bureau not in [one.unit for one in sign_lines([published])]


def test_a_replaced_plan_is_signed_no_more(wang, published, revision, bureau) -> None:
    assert Plan.objects.get(pk=published.pk).state == PlanState.REPLACED
    with pytest.raises(NotPossible):
        sign(by=wang, plan=published, unit=bureau)


def test_units_hear_of_a_publication_once(wang, published) -> None:
    assert (call_receipts(), call_receipts()) == (1, 0)
    assert Notice.objects.filter(user=wang, code="consultation.receipt.called", settled_at=None).count() == 1
    sign(by=wang, plan=published, unit=wang.role_assignments.get().unit)
    assert not Notice.objects.filter(user=wang, settled_at=None).exists(), "signed: nobody asks for it any more"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", ["sign", "remind"])
def test_who_may_do_what(published, bureau, role, action) -> None:
    user = user_with_role(role, bureau if role == Role.LIAISON else None)
    call = {
        "sign": lambda: sign(by=user, plan=published, unit=bureau),
        "remind": lambda: remind_receipts(by=user, plan=published),
    }[action]
    if role == Role.OFFICE or (role == Role.LIAISON and action == "sign"):
        call()
        assert action == "remind" or Receipt.objects.get().on_behalf == (role == Role.OFFICE)
    else:
        with pytest.raises(NotAllowed):
            call()
