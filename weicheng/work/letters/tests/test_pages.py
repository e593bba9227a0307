"""The pages: who sees what, signing at the meeting, tables as Word files, empty states."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import timezone

from weicheng.engines.gongwen.tests.reading import grids, read
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers.choices import PaperState
from weicheng.ground.papers.models import Paper, Signing
from weicheng.ground.places.services import add_zone, sponsor_zone
from weicheng.work.letters.services.meeting import sign_many
from weicheng.work.letters.tests.city import build_city
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def city():
    return build_city()


def page(client, name, *args, **query):
    return client.get(reverse(f"letters:{name}", args=args), query).content.decode()


def test_units_are_listed_by_how_far_their_letters_are(client, city):
    TaskFactory(campaign=city.campaign, lead=UnitFactory(name="无书局"))
    bureau, street = city.issue(city.bureau, city.street)
    sign_many(by=city.office, papers={bureau: "温某"}, on=timezone.localdate())
    client.force_login(city.office)
    assert "责任书〔" in page(client, "list")
    for show, inside, outside in (
        ("missing", "无书局", bureau.number),
        ("unsigned", street.number, bureau.number),
        ("signed", bureau.number, street.number),
        ("outdated", "这里没有单位", bureau.number),
    ):
        shown = page(client, "list", show=show)
        assert inside in shown and outside not in shown


def test_signing_at_the_meeting_records_the_ticked_and_a_second_press_nothing(client, city):
    papers = city.issue(city.bureau, city.street)
    client.force_login(city.office)
    shown = page(client, "sign")
    assert "温某" in shown and shown.count('type="checkbox"') == 2
    form = {"papers": [paper.pk for paper in papers], "on": timezone.localdate().isoformat()}
    form |= {f"signer_{papers[0].pk}": "温某", f"signer_{papers[1].pk}": ""}
    refused = client.post(reverse("letters:sign"), form)
    assert refused.status_code == 422 and "北苑街道办事处没有填签字人" in refused.content.decode()
    assert Signing.objects.count() == 0  # all or none
    form[f"signer_{papers[1].pk}"] = "阮某"
    for _ in range(2):
        assert client.post(reverse("letters:sign"), form).status_code == 302
    assert sorted(Signing.objects.values_list("signer", flat=True)) == ["温某", "阮某"]
    assert "都签了" in page(client, "sign")
    with pytest.raises(Invalid, match="还没有勾选"):
        sign_many(by=city.office, papers={}, on=timezone.localdate())


def test_one_letter_is_signed_with_its_scan_taken_back_and_made_void(client, city):
    (paper,) = city.issue(city.bureau)
    client.force_login(city.office)
    scan = io.BytesIO(PNG)
    scan.name = "签字页.png"
    day = timezone.localdate().isoformat()
    client.post(reverse("letters:paper-sign", args=[paper.pk]), {"signer": "温某", "on": day, "scan": scan})
    assert "签字页.png" in page(client, "paper", paper.pk)
    client.post(reverse("letters:retract", args=[paper.pk]), {"reason": "点错"})
    client.post(reverse("letters:void", args=[paper.pk]), {"reason": "打错单位"})
    paper.refresh_from_db()
    assert (paper.state, Signing.objects.count()) == (PaperState.VOID, 0)
    assert "打错单位" in page(client, "list")


def test_a_liaison_reads_and_downloads_her_own_and_changes_nothing(client, city):
    bureau, street = city.issue(city.bureau, city.street)
    client.force_login(user_with_role(Role.LIAISON, city.street))
    shown = page(client, "list")
    assert street.number in shown and bureau.number not in shown and 'type="checkbox"' not in shown
    answer = client.get(reverse("letters:download", args=[street.pk]), follow=True)
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    for name in ("paper", "download"):
        assert client.get(reverse(f"letters:{name}", args=[bureau.pk])).status_code == 404
    signed = client.post(reverse("letters:paper-sign", args=[street.pk]), {"signer": "我", "on": "2026-05-06"})
    assert Signing.objects.count() == 0 and signed.status_code in (302, 403)
    assert client.get(reverse("letters:sign")).status_code == 403
    assert client.get(reverse("letters:breakdown-docx")).status_code == 403
    own = client.get(reverse("letters:breakdown-docx"), {"unit": city.street.pk})
    assert grids(own.content)[0][1][2] == "新建公厕"
    assert client.get(reverse("letters:breakdown-docx"), {"unit": city.bureau.pk}).status_code == 404


def test_the_breakdown_table_holds_the_whole_campaign(client, city):
    client.force_login(user_with_role(Role.LEADER))
    content = client.get(reverse("letters:breakdown-docx")).content
    (table,) = grids(content)
    assert table[0][:4] == ["序号", "编号", "工作任务", "牵头单位"]
    assert [row[2:5] for row in table[1:]] == [["新建公厕", "区城管局", "北苑街道"], ["清扫背街小巷", "北苑街道", "—"]]
    assert table[1][7] == "≥46座" and "共2项" in read(content).text


def test_the_table_of_zones_names_leaders_and_what_nobody_covers(client, city):
    client.force_login(city.office)
    assert client.get(reverse("letters:zones-docx")).status_code == 302
    zone = add_zone(by=city.office, campaign=city.campaign, name="人民路", limits="东至河", owner=city.street)
    add_zone(by=city.office, campaign=city.campaign, name="老街")
    sponsor_zone(by=city.office, zone=zone, department=city.bureau, leader=None, start=timezone.localdate())
    content = client.get(reverse("letters:zones-docx")).content
    (table,) = grids(content)
    assert table[1][1:4] == ["人民路", "东至河", "北苑街道"] and table[1][5] == "青禾区城市管理局"
    assert table[2][1:7] == ["老街", "—", "—", "待定", "待定", "—"]
    assert "待安排包抓的责任区1个：老街" in read(content).text


def test_the_preview_says_what_three_fixed_and_four_guaranteed_still_lack(client, city):
    TaskFactory(campaign=city.campaign, title="没有时限的", lead=city.bureau, due_on=None)
    client.force_login(city.office)
    shown = page(client, "preview", city.bureau.pk)
    assert "没有时限也没有频次：1项" in shown and "没有指定到人：2项" in shown
    specimen = client.get(reverse("letters:specimen", args=[city.bureau.pk])).content
    assert "第　　号" in read(specimen).text and Paper.objects.count() == 0


@pytest.mark.parametrize("name", ["list", "breakdown", "notices", "reminders", "sign"])
def test_empty_pages_say_what_to_do_next(client, name):
    from weicheng.ground.campaigns.tests.factories import CampaignFactory

    CampaignFactory()
    client.force_login(user_with_role(Role.OFFICE))
    assert "wc-empty" in page(client, name)


@pytest.mark.parametrize("name", ["list", "breakdown", "notices", "reminders", "sign"])
def test_lists_ask_as_often_for_thirty_units(client, city, name, django_assert_max_num_queries):
    units = [UnitFactory() for _ in range(30)]
    for unit in units:
        TaskFactory(campaign=city.campaign, lead=unit)
    city.issue(*units)
    client.force_login(city.office)
    page(client, name)
    with django_assert_max_num_queries(20):
        page(client, name)
