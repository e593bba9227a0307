"""责任缺口: nobody leads, a collective leads, several lead, a person could be named; put right in one press (M005, M014)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import PersonFactory, PostFactory, UnitFactory, user_with_role
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.errors import StaleTask
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.selectors.gaps import KINDS, gap_counts, gap_tasks, gaps_of
from weicheng.work.plans.services.assigning import assign_lead, name_person
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gaps(campaign, bureau, health, towns):
    """One task of each kind, and one without a gap."""
    nobody = TaskFactory(campaign=campaign, title="无主的任务")
    wide = TaskFactory(campaign=campaign, title="各镇办都领的")
    for unit in towns:
        TaskOwner.objects.create(task=wide, unit=unit, via="各镇办")
    several = TaskFactory(campaign=campaign, title="两家一起领的", lead=bureau)
    TaskOwner.objects.create(task=several, unit=health)
    unnamed = TaskFactory(campaign=campaign, title="单位领的", lead=health)
    TaskFactory(campaign=campaign, title="没有问题的", lead=bureau)
    PostFactory(unit=health, person=PersonFactory(name="陈某"))
    gone = TaskFactory(campaign=campaign, title="撤了的单位领的", lead=bureau)
    ended = UnitFactory(short_name="区园林局", valid_to=timezone.localdate() - timedelta(days=1), merged_into=health)
    TaskOwner.objects.create(task=gone, unit=ended, role=OwnerRole.COOP)
    return {"ended": gone, "no_lead": nobody, "wide_lead": wide, "many_leads": several, "no_person": unnamed}


def test_each_kind_lists_its_tasks_and_the_flags_say_the_same(clerk, campaign, gaps) -> None:
    for kind in KINDS:
        found = gaps_of(gap_tasks(campaign, clerk, kind))
        assert gaps[kind] in [gap.task for gap in found]
        assert all(kind in {flag.code for flag in gap.flags} for gap in found)
    assert gap_counts(campaign, clerk) == {"no_lead": 1, "ended": 1, "wide_lead": 1, "many_leads": 1, "no_person": 2}


def test_a_collective_is_wide_but_not_several(clerk, campaign, gaps) -> None:
    (gap,) = gaps_of(gap_tasks(campaign, clerk, "wide_lead"))
    assert (gap.collective, len(gap.leads)) == ("各镇办", 3)
    assert gaps["wide_lead"] not in gap_tasks(campaign, clerk, "many_leads")


def test_one_leads_and_the_others_go_on_cooperating(clerk, gaps, towns) -> None:
    assign_lead(by=clerk, task=gaps["wide_lead"], version=1, unit=towns[1])
    roles = {owner.unit: owner.role for owner in gaps["wide_lead"].owners.select_related("unit")}
    assert roles == {towns[0]: OwnerRole.COOP, towns[1]: OwnerRole.LEAD, towns[2]: OwnerRole.COOP}


def test_a_person_is_named_and_must_belong_to_the_unit(clerk, gaps, health) -> None:
    task = gaps["no_person"]
    with pytest.raises(Invalid):
        name_person(by=clerk, task=task, version=1, unit=health, person=PersonFactory())
    name_person(by=clerk, task=task, version=1, unit=health, person=health.posts.get().person)
    assert task.owners.get().person.name == "陈某"


def test_a_stale_page_overwrites_nothing(clerk, gaps, bureau, health) -> None:
    assign_lead(by=clerk, task=gaps["no_lead"], version=1, unit=bureau)
    with pytest.raises(StaleTask):
        assign_lead(by=clerk, task=gaps["no_lead"], version=1, unit=health)
    assert gaps["no_lead"].owners.get().unit == bureau


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE])
def test_only_the_office_assigns(gaps, bureau, role) -> None:
    with pytest.raises(NotAllowed):
        user = user_with_role(role, bureau if role == Role.LIAISON else None)
        assign_lead(by=user, task=gaps["no_lead"], version=1, unit=bureau)


def test_the_page_puts_it_right_in_one_press(office: Client, gaps, bureau) -> None:
    page = office.get("/ledger/gaps/").content.decode()
    assert "无主的任务" in page and "没有问题的" not in page
    sent = {"unit": bureau.pk, "version": 1, "kind": "no_lead"}
    assert office.post(f"/ledger/tasks/{gaps['no_lead'].uid}/assign/", sent).status_code == 302
    assert "无主的任务" not in office.get("/ledger/gaps/?kind=no_lead").content.decode()


def test_a_liaison_sees_only_her_own_and_no_buttons(unit_client: Client, gaps) -> None:
    page = unit_client.get("/ledger/gaps/?kind=many_leads").content.decode()
    assert "两家一起领的" in page and 'data-label="落实"' not in page
    assert "无主的任务" not in unit_client.get("/ledger/gaps/?kind=no_lead").content.decode()


def test_the_workbook_has_a_sheet_for_each_kind(office: Client, gaps) -> None:
    Task.objects.filter(pk=gaps["no_lead"].pk).update(title="=1+1")
    book = load_workbook(BytesIO(office.get("/ledger/gaps/export/").getvalue()))
    assert book.sheetnames == list(KINDS.values())
    assert book["缺牵头"]["B3"].value == "=1+1"
    assert book["缺牵头"]["B3"].data_type in ("s", "inlineStr", "str")
    assert book["统称牵头"]["F3"].value == "各镇办"
