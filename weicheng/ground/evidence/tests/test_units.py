"""Whose a file is: the office's own is of the unit that the office is, so that the archive finds who answers for it."""

import pytest
from django.test import Client
from django.urls import reverse

from weicheng.ground.evidence import services
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.tests import files
from weicheng.ground.org.choices import GroupKind
from weicheng.ground.org.models import Group, UnitAlias
from weicheng.ground.org.selectors import office_unit
from weicheng.ground.org.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UnitFactory(name="青禾区创建国家卫生区工作领导小组办公室", short_name="区创卫办")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_office_is_the_unit_of_that_name_else_the_host_of_the_groups_office_else_unknown(bureau):
    assert office_unit() is None
    host = UnitFactory(name="青禾区卫生健康局", short_name="区卫健局")
    Group.objects.create(name="区创卫工作领导小组办公室", kind=GroupKind.OFFICE, host_unit=host)
    assert office_unit() == host
    UnitAlias.objects.create(unit=bureau, text="区创卫办")
    assert office_unit() == bureau
    UnitAlias.objects.create(unit=host, text="创建办")
    assert office_unit() is None  # two could be meant: a person says which


def test_what_the_office_puts_in_has_the_offices_unit(office, campaign, clerk):
    client = signed_in(clerk)
    page = client.get(reverse("library:add")).content.decode()
    assert "区创卫办" in page
    answer = client.post(reverse("library:add"), {"files": files.plain("全年总结"), "unit": office.pk})
    assert answer.status_code == 200
    assert Evidence.objects.get().unit == office
    direct = services.upload_evidence(by=clerk, campaign=campaign, upload=files.plain("另一份")).evidence
    assert direct.unit == office


def test_a_form_without_a_unit_is_sent_back_instead_of_leaving_a_file_nobody_answers_for(campaign, clerk):
    answer = signed_in(clerk).post(reverse("library:add"), {"files": files.plain("全年总结")})
    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_the_office_gives_a_unit_to_what_came_in_without_one(office, campaign, clerk, liaison, bureau):
    row = services.upload_evidence(by=clerk, campaign=campaign, upload=files.plain("旧的"), unit=bureau).evidence
    Evidence.objects.filter(pk=row.pk).update(unit=None)
    client = signed_in(clerk)
    assert "没有写单位" in client.get(reverse("library:file", args=[row.pk])).content.decode()
    sent = {"title": "旧的", "kind": "record", "on": "2026-05-01", "year": "2026", "unit": office.pk}
    assert client.post(reverse("library:edit", args=[row.pk]), sent).status_code == 302
    row.refresh_from_db()
    assert row.unit == office
    mine = services.upload_evidence(by=liaison, campaign=campaign, upload=files.plain("本单位的"), unit=bureau).evidence
    signed_in(liaison).post(reverse("library:edit", args=[mine.pk]), sent | {"title": "本单位的"})
    mine.refresh_from_db()
    assert mine.unit == bureau


def test_who_saves_a_page_that_grew_old_sees_both_versions_and_can_go_on(campaign, clerk, liaison, bureau):
    row = services.upload_evidence(by=liaison, campaign=campaign, upload=files.plain("灭蚊"), unit=bureau).evidence
    address = reverse("library:edit", args=[row.pk])
    page = signed_in(liaison).get(address)
    seen = page.context["form"]["version"].value()
    services.change_evidence(by=clerk, evidence=row, values={"title": "灭蚊记录（五月）"})
    sent = {"title": "灭蚊台账", "kind": "record", "on": "2026-05-01", "year": "2026", "version": seen}
    answer = signed_in(liaison).post(address, sent)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "题名现在是“灭蚊记录（五月）”，您填的是“灭蚊台账”" in said
    assert 'value="灭蚊台账"' in said
    row.refresh_from_db()
    assert row.title == "灭蚊记录（五月）"
    again = signed_in(liaison).post(address, sent | {"version": answer.context["form"]["version"].value()})
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.title == "灭蚊台账"
