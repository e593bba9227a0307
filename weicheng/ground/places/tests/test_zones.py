"""Zones and who answers for them: by hand and from a table, by date, with what nobody covers."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Person
from weicheng.ground.org.services.units import rename_unit
from weicheng.ground.org.tests.factories import PersonFactory, UnitFactory, user_with_role
from weicheng.ground.places import importing, selectors, services
from weicheng.ground.places.models import Sponsorship, Zone
from weicheng.ground.places.permissions import user_can_change_zones

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def campaign():
    return CampaignFactory(area="青禾区")


@pytest.fixture
def zone(office, campaign):
    return services.add_zone(by=office, campaign=campaign, name="人民路", limits="东至护城河")


def sponsor(office, zone, start=TODAY, **more):
    more.setdefault("department", UnitFactory())
    more.setdefault("leader", PersonFactory())
    return services.sponsor_zone(by=office, zone=zone, start=start, **more)


def names(zones):
    return [zone.name for zone in zones]


def test_a_zone_without_a_sponsor_today_is_listed_as_uncovered(office, campaign, zone):
    covered = services.add_zone(by=office, campaign=campaign, name="老街")
    sponsor(office, covered)
    later = services.add_zone(by=office, campaign=campaign, name="绿带")
    sponsor(office, later, start=TODAY + timedelta(days=5))
    rows = selectors.zone_rows(campaign, office, TODAY)
    assert names(selectors.uncovered(rows)) == ["人民路", "绿带"]
    assert names(selectors.uncovered(selectors.zone_rows(campaign, office, TODAY + timedelta(days=5)))) == ["人民路"]


def test_ending_a_zone_again_keeps_the_first_day(office, zone):
    services.end_zone(by=office, zone=zone, reason="重新划分")
    Zone.objects.update(ended_on=TODAY - timedelta(days=9))
    services.end_zone(by=office, zone=zone, reason="再点一次")
    assert Zone.objects.get().ended_on == TODAY - timedelta(days=9)


def test_a_sponsorship_that_is_refused_leaves_no_person_behind(office, zone, client):
    sponsor(office, zone)
    client.force_login(office)
    sent = {"new_leader": "赵某某", "department": UnitFactory().pk, "start": TODAY.isoformat()}
    answer = client.post(reverse("places:sponsor", args=[zone.pk]), sent)
    assert answer.status_code == 422
    assert not Person.objects.filter(name="赵某某").exists()


def test_a_new_sponsor_ends_the_one_before_and_both_stay_in_the_record(office, zone):
    first = sponsor(office, zone, start=TODAY - timedelta(days=30))
    second = sponsor(office, zone)
    first.refresh_from_db()
    assert (first.end, second.end) == (TODAY - timedelta(days=1), None)
    assert [one.pk for one in selectors.sponsorships_of(zone)] == [second.pk, first.pk]
    assert sponsor(office, zone, department=second.department, leader=second.leader).pk == second.pk
    with pytest.raises(Invalid, match="要更晚"):
        sponsor(office, zone, start=TODAY - timedelta(days=3))


def test_a_sponsorship_ends_on_a_day_with_a_reason(office, zone):
    bond = sponsor(office, zone)
    for on, reason, sentence in ((TODAY, "", "原因"), (TODAY - timedelta(days=1), "调离", "不能早于")):
        with pytest.raises(Invalid, match=sentence):
            services.end_sponsorship(by=office, sponsorship=bond, on=on, reason=reason)
    services.end_sponsorship(by=office, sponsorship=bond, on=TODAY, reason="调离")
    with pytest.raises(NotPossible, match="已经结束"):
        services.end_sponsorship(by=office, sponsorship=bond, on=TODAY, reason="调离")


def test_a_name_is_used_once_among_living_zones(office, campaign, zone):
    with pytest.raises(Invalid, match="已有责任区“人民路”"):
        services.add_zone(by=office, campaign=campaign, name=" 人民路 ")
    services.end_zone(by=office, zone=zone, reason="重新划分")
    assert services.add_zone(by=office, campaign=campaign, name="人民路").pk != zone.pk
    zone.refresh_from_db()
    with pytest.raises(NotPossible, match="已经撤销"):
        sponsor(office, zone)


def test_the_table_of_a_day_has_the_names_of_that_day(office, campaign, zone):
    unit = UnitFactory(name="青禾区卫生局")
    sponsor(office, zone, department=unit, start=TODAY - timedelta(days=60))
    rename_unit(by=office, unit=unit, name="青禾区卫生健康局", on=TODAY)
    then, now = (selectors.zone_rows(campaign, office, day)[0] for day in (TODAY - timedelta(days=9), TODAY))
    assert (then.sponsors[0].department_name, now.sponsors[0].department_name) == ("青禾区卫生局", "青禾区卫生健康局")


def test_departments_stand_against_areas(office, campaign, zone):
    street, bureau = UnitFactory(order=1), UnitFactory(order=2)
    services.change_zone(by=office, zone=zone, name=zone.name, limits="", owner=street, note="")
    sponsor(office, zone, department=bureau)
    bare = services.add_zone(by=office, campaign=campaign, name="未定片区的路")
    sponsor(office, bare, department=bureau)
    cross = selectors.cross_table(selectors.zone_rows(campaign, office, TODAY))
    assert cross.areas == [street, None]
    assert [(row.department, [names(cell) for cell in row.cells]) for row in cross.rows] == [
        (bureau, [["人民路"], ["未定片区的路"]])
    ]


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMIN, Role.LIAISON, Role.INSPECTOR])
def test_only_the_office_draws_zones(campaign, zone, role):
    user = user_with_role(role)
    assert not user_can_change_zones(user, campaign)
    with pytest.raises(NotAllowed, match="只有创卫办"):
        services.add_zone(by=user, campaign=campaign, name="假")
    seen = Zone.objects.for_user(user).count()
    assert seen == (1 if role in (Role.LEADER, Role.AUDITOR, Role.ADMIN) else 0)


def test_a_unit_sees_the_zones_it_owns_or_sponsors(office, campaign, zone):
    mine = UnitFactory()
    liaison = user_with_role(Role.LIAISON, mine)
    sponsor(office, zone, department=mine)
    services.add_zone(by=office, campaign=campaign, name="本辖区", owner=UnitFactory(parent=mine))
    services.add_zone(by=office, campaign=campaign, name="别处")
    assert names(selectors.zone_rows(campaign, liaison, TODAY)) == ["人民路", "本辖区"]


def sheet(*rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet("包抓")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


HEADS = ("路段", "责任范围", "包抓领导", "职务", "包抓部门", "负责人", "起始日期")


def test_a_table_is_taken_whole_and_the_second_time_changes_nothing(office, campaign):
    bureau = UnitFactory(name="青禾区城市管理局", short_name="区城管局", aliases=["城管局"])
    content = sheet(
        ("青禾区包抓责任表",),
        HEADS,
        ("人民路", "东至护城河", "方某", "副区长", "城管局", "温某", "2026-01-05"),
        ("",) * 7,
        ("老街", "全段", "", "", "", "", ""),
    )
    first = importing.import_zones(by=office, campaign=campaign, content=content, on=TODAY)
    assert (first.problems, first.new, first.sponsored) == ([], 2, 1)
    bond = Sponsorship.objects.get()
    assert (bond.department, bond.leader.name, bond.chief.name, bond.start) == (
        bureau,
        "方某",
        "温某",
        date(2026, 1, 5),
    )
    again = importing.import_zones(by=office, campaign=campaign, content=content, on=TODAY)
    assert (again.new, again.changed, again.sponsored) == (0, 0, 0)
    assert (Zone.objects.count(), Person.objects.filter(name="方某").count()) == (2, 1)


def test_one_wrong_row_and_nothing_is_written(office, campaign):
    UnitFactory(name="青禾区城市管理局")
    for _ in range(2):
        PersonFactory(name="王某")
    content = sheet(
        HEADS,
        ("好的路", "", "", "", "青禾区城市管理局", "", ""),
        ("", "没有名称", "", "", "", "", ""),
        ("坏路", "", "王某", "", "不存在的局", "", "去年"),
        ("好的路", "", "李某", "", "", "", ""),
    )
    done = importing.import_zones(by=office, campaign=campaign, content=content, on=TODAY)
    assert [number for number, _ in done.problems] == [3, 4, 4, 4, 5, 5]
    said = "".join(sentence for _, sentence in done.problems)
    for words in (
        "没有写责任区的名称",
        "有2个人叫“王某”",
        "没有登记的单位“不存在的局”",
        "看不懂日期“去年”",
        "重复",
        "没有包抓部门",
    ):
        assert words in said
    assert Zone.objects.count() == 0


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"hello", sheet(("甲", "乙"), ("1", "2")), sheet(HEADS)]
)
def test_what_is_no_such_table_is_refused_in_words(office, campaign, content):
    with pytest.raises(Invalid) as refused:
        importing.import_zones(by=office, campaign=campaign, content=content, on=TODAY)
    assert str(refused.value).endswith("。")


def test_the_template_can_be_read_by_the_import(office, campaign):
    UnitFactory(name="青禾区城市管理局", short_name="区城管局")
    UnitFactory(name="北苑街道")
    done = importing.import_zones(by=office, campaign=campaign, content=importing.template(), on=TODAY)
    assert (done.problems, done.new) == ([], 1)


def test_from_an_empty_page_to_a_covered_zone(client, office, campaign):
    client.force_login(office)
    assert "还没有责任区" in client.get(reverse("places:list")).content.decode()
    added = client.post(reverse("places:add"), {"name": "人民路<b>", "limits": "东至\n河", "note": ""})
    zone = Zone.objects.get()
    assert added.url == reverse("places:sponsor", args=[zone.pk])
    unit = UnitFactory()
    sent = {"new_leader": "季某", "leader_title": "区长", "department": unit.pk, "start": TODAY.isoformat()}
    client.post(added.url, sent)
    page = client.get(reverse("places:list")).content.decode()
    assert "季某" in page and "人民路&lt;b&gt;" in page and "没有人包抓" not in page
    twice = client.post(reverse("places:add"), {"name": "人民路<b>"})
    assert twice.status_code == 422 and "已有责任区" in twice.content.decode()
    upload = io.BytesIO(sheet(HEADS, ("新路", "", "", "", "没有的局", "", "")))
    upload.name = "表.xlsx"
    refused = client.post(reverse("places:import"), {"file": upload})
    assert refused.status_code == 422 and "第2行" in refused.content.decode()


def test_the_list_asks_the_database_as_often_for_forty_zones(office, campaign, client, django_assert_max_num_queries):
    client.force_login(office)
    client.get(reverse("places:list"))
    for place in range(40):
        zone = services.add_zone(by=office, campaign=campaign, name=f"路{place}", owner=UnitFactory())
        sponsor(office, zone)
    with django_assert_max_num_queries(14):
        client.get(reverse("places:list"))
