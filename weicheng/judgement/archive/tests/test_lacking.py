"""What a volume lacks is on its page, asks for a reason before it is sealed, and leaves with it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.evidence.choices import LookState, TextState
from weicheng.ground.evidence.models import Evidence, FileLook, FileText, StoredFile
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.errors import Invalid
from weicheng.judgement.archive.choices import LackKind
from weicheng.judgement.archive.models import Volume
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of
from weicheng.judgement.archive.selectors.lacking import lacking_of, speaks_of
from weicheng.judgement.archive.services import exports, sealing
from weicheng.judgement.archive.services.volumes import choose, supplement
from weicheng.judgement.archive.tests.factories import YEAR, evidence_of, volume_of
from weicheng.work.plans.clauses import TaskClause
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db
MAY, DECEMBER = date(YEAR, 5, 6), date(YEAR, 12, 6)


def lacks(volume: Volume, kind: LackKind, day: date = DECEMBER) -> list[str]:
    return [lack.text for lack in lacking_of(volume, contents_of(volume), day) if lack.kind == kind]


def test_each_line_of_work_says_what_it_lacks_and_the_summary_only_from_december(volume, clauses) -> None:
    first, second, third = clauses[:3]
    assert lacks(volume, LackKind.PART) == [
        f"{first}：缺检查、记录、总结", f"{second}：缺计划、记录、总结", f"{third}：缺计划、检查、记录",
    ]  # fmt: skip
    assert lacks(volume, LackKind.PART, MAY)[0] == f"{first}：缺检查、记录"


def test_a_unit_that_leads_and_shows_nothing_is_named(volume, campaign, clauses, bureau) -> None:
    task = TaskFactory(campaign=campaign, lead_unit=bureau)
    TaskClause.objects.create(task=task, clause=clauses[0], is_primary=True)
    assert lacks(volume, LackKind.UNIT) == [f"{bureau}：缺计划、记录、总结"]  # its check is there


def test_the_volume_of_a_unit_owes_only_the_lines_in_which_it_has_work(
    volume, campaign, clauses, office, bureau
) -> None:
    own = volume_of(campaign, by=office, unit=bureau)
    assert lacks(own, LackKind.PART) == [f"{clauses[1]}：缺计划、记录、总结"]
    task = TaskFactory(campaign=campaign, lead_unit=bureau)
    TaskClause.objects.create(task=task, clause=clauses[2], is_primary=True)
    assert len(lacks(own, LackKind.PART)) == 2 and not lacks(own, LackKind.UNIT)


def test_evidence_that_the_clause_asks_for_is_looked_for_in_titles(campaign, clauses, office) -> None:
    clauses[0].evidence = ["公厕清单和等级", "群众满意率调查报告", "近三年无重大事故证明"]
    clauses[0].save()
    volume = volume_of(campaign, by=office, clause=clauses[0])
    evidence_of(campaign, clauses[0], by=office, title="2026年群众满意度调查报告")
    assert lacks(volume, LackKind.ASKED) == [f"{clauses[0]}：公厕清单和等级、近三年无重大事故证明"]
    added = evidence_of(campaign, None, by=office, title="公厕清单")
    choose(by=office, volume=volume, source=f"evidence:{added.pk}", verb="add")
    assert lacks(volume, LackKind.ASKED) == [f"{clauses[0]}：近三年无重大事故证明"]


@pytest.mark.parametrize(
    ("name", "asked", "is_so"),
    [
        ("青禾区公厕清单.xlsx", "公厕清单和等级", True),
        ("垃圾清运合同", "清运合同和作业记录", True),
        ("公厕照片", "公厕清单和等级", False),
        ("年度总结", "每年的计划、检查和总结", True),
        ("会议签到表", "研究创卫工作的会议纪要", False),
    ],
)
def test_a_title_speaks_of_what_is_asked(name, asked, is_so) -> None:
    assert speaks_of(name, asked) is is_so


def test_things_without_date_text_or_place_are_named(campaign, clauses, office) -> None:
    volume = volume_of(campaign, by=office, clause=clauses[0])
    undated = evidence_of(campaign, clauses[0], by=office, title="没有日期的", on=None)
    scan = evidence_of(campaign, clauses[0], by=office, title="扫描件")
    photo = evidence_of(campaign, clauses[0], by=office, title="照片")
    placed = evidence_of(campaign, clauses[0], by=office, title="有位置的照片")
    StoredFile.objects.filter(pk__in=(photo.file_id, placed.file_id)).update(media_type="image/jpeg")
    StoredFile.objects.filter(pk=scan.file_id).update(media_type="application/pdf")
    FileText.objects.update_or_create(file=scan.file, defaults={"state": TextState.NONE})
    FileLook.objects.update_or_create(
        file=placed.file, defaults={"state": LookState.MADE, "latitude": 34, "longitude": 108}
    )
    for kind, found in (
        (LackKind.DATE, undated), (LackKind.TEXT, scan), (LackKind.PLACE, photo),
    ):  # fmt: skip
        assert [text.split(" ", 1)[1] for text in lacks(volume, kind)] == [found.title], kind
    Evidence.objects.filter(pk=scan.pk).update(removed_at=timezone.now())
    assert not lacks(volume, LackKind.TEXT)


def test_an_incomplete_volume_is_sealed_only_with_a_reason_which_leaves_with_it(volume, office) -> None:
    seen = digest_of(contents_of(volume))
    for seal in (sealing.request_sealing, sealing.seal_volume):
        with pytest.raises(Invalid, match="还缺"):
            seal(by=office, volume=volume, seen=seen, reason="  ")
    jobs.run_inline(sealing.request_sealing(by=office, volume=volume, seen=seen, reason="评审明天到"))
    volume.refresh_from_db()
    assert volume.is_sealed and volume.seal_reason == "评审明天到" and volume.lacking
    manifest = json.loads(sealing.sealed_manifest(volume))
    assert manifest["lacking"] == volume.lacking and manifest["lacking_reason"] == "评审明天到"
    export = exports.request_export(by=office, volume=volume, form="zip")
    jobs.run_inline(export.job)
    with zipfile.ZipFile(exports.file_of(export)) as archive:
        top = archive.namelist()[0].split("/")[0]
        index = archive.read(f"{top}/index.html").decode()
        book = openpyxl.load_workbook(io.BytesIO(archive.read(f"{top}/目录.xlsx")))
    assert volume.lacking[0]["text"] in index and "不齐仍封卷的原因：评审明天到" in index
    rows = [[cell.value for cell in row] for row in book["还缺什么"].iter_rows(min_row=2)]
    assert rows[:-1] == [[lack["kind"], lack["text"]] for lack in volume.lacking]
    assert rows[-1] == ["不齐仍封卷的原因", "评审明天到"]
    later = supplement(by=office, volume=volume)
    assert lacking_of(later, contents_of(later), DECEMBER) == [], "an addition owes no lines of work"


def test_the_pages_list_it_and_the_form_asks_why(volume, clauses, office) -> None:
    desk = Client()
    desk.force_login(office)
    page = desk.get(reverse("archive:volume", args=[volume.pk])).content.decode()
    assert f"还缺{len(lacking_of(volume, contents_of(volume), timezone.localdate()))}处" in page
    assert "还缺什么" in page and f"{clauses[0]}：缺检查、记录" in page
    form = desk.get(reverse("archive:seal", args=[volume.pk])).content.decode()
    assert "这一卷还不齐" in form and 'name="reason"' in form
    url, seen = reverse("archive:seal", args=[volume.pk]), digest_of(contents_of(volume))
    assert "写明为什么现在就封" in desk.post(url, {"seen": seen}, follow=True).content.decode()
    desk.post(url, {"seen": seen, "reason": "先封"})
    volume.refresh_from_db()
    assert volume.sealing is not None
    jobs.run_inline(volume.sealing)
    assert "原因：先封" in desk.get(reverse("archive:volume", args=[volume.pk])).content.decode()


def test_looking_for_what_is_lacking_asks_the_same_number_of_questions(
    volume, campaign, clauses, office, django_assert_max_num_queries
) -> None:
    for number in range(30):
        evidence_of(campaign, clauses[number % 3], by=office)
    things = contents_of(volume)
    with django_assert_max_num_queries(12):
        lacking_of(volume, things, MAY)
