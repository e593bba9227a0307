"""The pages: who sees what, what they do, and that lists ask the database the same number of questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import jobs
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.judgement.archive.models import Acceptance, Item, Volume, VolumeExport
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of
from weicheng.judgement.archive.services import sealing
from weicheng.judgement.archive.tests.factories import YEAR, evidence_of, volume_of
from weicheng.work.plans.models import Task

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(office):
    return client_of(office)


def page(client: Client, name: str, *args, **query) -> str:
    response = client.get(reverse(f"archive:{name}", args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(client: Client, name: str, *args, **data) -> str:
    response = client.post(reverse(f"archive:{name}", args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_from_an_empty_archive_to_a_sealed_volume_and_its_export(campaign, clauses, office, desk) -> None:
    assert "还没有案卷" in page(desk, "list")
    evidence_of(campaign, clauses[0], by=office, title="爱卫会工作计划", kind="plan")
    assert "建了2卷" in post(desk, "open-chapters", years=[YEAR])
    volume = Volume.objects.get(chapter__number=1)
    assert "爱卫会工作计划" in page(desk, "volume", volume.pk)
    assert "封卷后不能再改：1件" in page(desk, "seal", volume.pk)
    post(desk, "seal", volume.pk, seen=digest_of(contents_of(volume)), reason="试封")
    volume.refresh_from_db()
    assert "排队中" in page(desk, "volume", volume.pk)
    jobs.run_inline(volume.sealing)
    volume.refresh_from_db()
    assert volume.seal in page(desk, "volume", volume.pk)
    post(desk, "export", volume.pk, form="zip")
    export = VolumeExport.objects.get()
    assert client_of(office).get(reverse("archive:fetch", args=[export.uid])).status_code == 404  # not made yet
    jobs.run_inline(export.job)
    response = desk.get(reverse("archive:fetch", args=[export.uid]))
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert "filename*=utf-8''" in response.headers["Content-Disposition"].lower()


def test_a_stale_seal_page_is_refused_in_words(volume, campaign, clauses, office, desk) -> None:
    seen = digest_of(contents_of(volume))
    evidence_of(campaign, clauses[0], by=office)
    assert "和您看到的不一样" in post(desk, "seal", volume.pk, seen=seen)


def test_choosing_and_ordering_from_the_page(volume, campaign, clauses, office, desk) -> None:
    things = contents_of(volume)
    post(desk, "order", volume.pk, source=things[2].source, position="1")
    assert contents_of(volume)[0].title == things[2].title
    answer = desk.post(
        reverse("archive:order", args=[volume.pk]),
        {"source": things[0].source, "position": "9"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 204 and contents_of(volume)[2].source == things[0].source
    assert "不入卷的1件" in post(desk, "choose", volume.pk, source=things[0].source, verb="leave_out", reason="重复")
    for hostile in ("evidence:", "evidence:x", "nothing:1", "evidence:99999999999999999999", ""):
        assert "没有这份材料" in post(desk, "choose", volume.pk, source=hostile, verb="add")
    extra = evidence_of(campaign, clauses[5], by=office, title="病媒照片")
    assert "病媒照片" in page(desk, "add", volume.pk, q="病媒")
    assert "手工加入" in post(desk, "choose", volume.pk, source=f"evidence:{extra.pk}", verb="add")


def test_cover_spine_contents_and_notes_print(volume, desk) -> None:
    for name, word in (("cover", "卷号"), ("spine", "30毫米"), ("contents", "爱卫会工作计划"), ("notes", "立卷人")):
        assert word in page(desk, "sheet", volume.pk, name)
    assert desk.get(reverse("archive:sheet", args=[volume.pk, "other"])).status_code == 404
    assert desk.get(reverse("archive:catalogue", args=[volume.pk])).content[:2] == b"PK"


def test_a_hole_of_the_matrix_becomes_a_task(volume, campaign, clauses, bureau, desk) -> None:
    assert "缺" in page(desk, "matrix")
    assert "区城管局" in page(desk, "matrix", by="unit")
    assert "建任务，请单位补" in page(desk, "cell", clauses[0].pk, YEAR, "check")
    assert desk.get(reverse("archive:matrix-export")).content[:2] == b"PK"
    assert "请选由哪个单位" in post(desk, "cell-task", clauses[0].pk, YEAR, "check", due_on="2030-01-01")
    due = (timezone.localdate() + timedelta(days=9)).isoformat()
    post(desk, "cell-task", clauses[0].pk, YEAR, "check", unit=bureau.pk, due_on=due)
    assert Task.objects.get().lead_unit == bureau
    assert desk.get(reverse("archive:cell", args=[clauses[0].pk, YEAR, "nothing"])).status_code == 404


def test_filing_from_the_page(volume, campaign, desk) -> None:
    assert "没有登记成件" in page(desk, "register", year=YEAR)
    assert "示例待核" in page(desk, "settings")
    body = page(desk, "waiting", year=YEAR)
    assert "爱卫会工作计划" in body and "督查记录" not in body
    sources = [thing.source for thing in contents_of(volume) if thing.title != "督查记录"]
    url = reverse("archive:waiting") + f"?year={YEAR}"
    assert desk.post(url, {"sources": sources}).status_code == 302
    items = list(Item.objects.all())
    assert "编了2个档号" in post(desk, "act", "number", items=[item.pk for item in items])
    assert "归档章" in page(desk, "item", items[0].pk)
    post(desk, "item", items[0].pk, pages="3")
    post(desk, "act", "box", items=[items[0].pk])
    box = Item.objects.get(pk=items[0].pk).box
    assert "已封盒" in post(desk, "box", box.pk, keeper="周某")
    for form in ("xlsx", "docx"):
        response = desk.get(reverse("archive:register-catalogue", args=[form]), {"year": YEAR})
        assert response.content[:2] == b"PK"
    assert "请先勾选" in post(desk, "act", "number")


def test_acceptance_from_the_page(volume, bureau, desk) -> None:
    due = (timezone.localdate() + timedelta(days=9)).isoformat()
    data = {"level": "office", "on": timezone.localdate().isoformat(), "people": "验收组"}
    told = post(desk, "acceptance", volume.pk, **data, result="returned", defect=["缺检查记录", "", ""],
                **{"unit-0": bureau.pk, "due-0": due})  # fmt: skip
    assert "1个问题已各建一个任务" in told and Acceptance.objects.get().defects.get().unit == bureau
    assert "要写明责任单位" in post(desk, "acceptance", volume.pk, **data, result="returned", defect=["缺照片"])
    assert "限期整改" in page(desk, "acceptances")
    assert "统一时间" in page(desk, "unified", volume.pk)
    assert "月-日" in post(desk, "unified-rules", volume.pk, starts="x", ends="12-31", days="3")


def test_a_unit_sees_only_its_own_volume_and_its_own_row(volume, campaign, office, bureau, liaison, clauses) -> None:
    own = volume_of(campaign, by=office, unit=bureau)
    client = client_of(liaison)
    body = page(client, "list")
    assert own.code in body and volume.code not in body and "建案卷" not in body
    page(client, "volume", own.pk)
    assert client.get(reverse("archive:volume", args=[volume.pk])).status_code == 404
    assert "爱卫会工作计划" not in page(client, "cell", clauses[0].pk, YEAR, "plan")
    assert "单位自查" in page(client, "acceptance", own.pk)
    assert client.get(reverse("archive:register")).status_code == 403
    told = post(
        client, "acceptance", own.pk, level="unit", result="passed", on=timezone.localdate().isoformat(), people="王某"
    )
    assert "已登记单位自查合格" in told


@pytest.mark.parametrize(
    ("role", "status"), [(Role.LEADER, 200), (Role.AUDITOR, 200), (Role.ADMIN, 200), (Role.INSPECTOR, 403)]
)
def test_who_reads(volume, role, status) -> None:
    client = client_of(user_with_role(role))
    for name, args in (("list", []), ("volume", [volume.pk]), ("matrix", []), ("register", []), ("acceptances", [])):
        assert client.get(reverse(f"archive:{name}", args=args)).status_code in (
            status,
            404 if status == 403 else status,
        )
    for name in ("seal", "add"):
        assert client.get(reverse(f"archive:{name}", args=[volume.pk])).status_code in (403, 404)


def test_lists_ask_the_same_number_of_questions(
    campaign, clauses, office, bureau, volume, desk, django_assert_max_num_queries
):
    def count(name: str, *args) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            page(desk, name, *args)
        return len(found)

    names = [("list", []), ("volume", [volume.pk]), ("matrix", []), ("acceptances", []), ("register", [])]
    before = [count(name, *args) for name, args in names]
    for number in range(12):
        evidence_of(campaign, clauses[number % 6], by=office, unit=bureau)
        volume_of(campaign, by=office, year=YEAR - 1 - number)
    assert [count(name, *args) for name, args in names] == before


def test_sealed_evidence_that_is_gone_is_still_listed(volume, office, desk) -> None:
    sealing.seal_volume(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="试封")
    from weicheng.ground.evidence.models import Evidence

    Evidence.objects.update(removed_at=timezone.now())
    body = page(desk, "volume", volume.pk)
    assert "督查记录" in body and "建补充卷" in body and 'data-order="' not in body
