"""The papers handed in: what is missing, what is in the wrong format, what a policy paper must say, PDF and zip as jobs."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from weicheng.engines.gongwen.converting import office as libre_office
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.services import open_file, store_file
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.judgement.titles.choices import SlotState
from weicheng.judgement.titles.models import Bid, Slot
from weicheng.judgement.titles.patterns import list_bases, own_slots
from weicheng.judgement.titles.selectors.package import candidates, package_state
from weicheng.judgement.titles.services import building, package
from weicheng.judgement.titles.services.files import keep_upload
from weicheng.judgement.titles.tests.making import bid_of, title_of
from weicheng.work.plans.tests.factories import PlanFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def docx_bytes(text: str = "工作汇报") -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def ofd_bytes() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("OFD.xml", "<ofd:OFD/>")
    return out.getvalue()


def put(bid, office, key, content=PDF, name="材料.pdf"):
    slot = bid.slots.get(key=key)
    stored, name = keep_upload(SimpleUploadedFile(name, content), office)
    return package.add_file(by=office, slot=slot, key=uuid.uuid4(), taken=package.Taken(stored, name, "upload"))


def state_of(bid, key):
    return next(line for line in package_state(bid).lines if line.slot.key == key)


def test_the_list_differs_for_city_county_and_town(campaign, office):
    keys = {}
    for number, kind in enumerate(("city", "county", "town", "unit")):
        bid = bid_of(title_of(campaign, office, name=f"称号{number}"), office, "generic", package_object=kind)
        keys[kind] = set(bid.slots.values_list("key", flat=True))
    assert {"recommendation", "report", "plan", "scheme", "area", "economy", "other"} <= keys["city"] & keys[
        "county"
    ] & keys["town"]
    assert "rules" in keys["city"] & keys["county"] and "rules" not in keys["town"]
    assert (keys["city"] & {"names", "names_county", "names_town"}) == {"names"}
    assert (keys["town"] & {"maps", "maps_other"}) == {"maps_other"}
    assert keys["unit"] == set()


def test_a_word_file_waits_for_another_format_only_where_the_receiver_asks_for_it(campaign, office):
    national = bid_of(title_of(campaign, office), office)
    own = bid_of(title_of(campaign, office, name="另一个"), office, "generic")
    for bid in (national, own):
        put(bid, office, "report", docx_bytes(), "汇报.docx")
    assert state_of(national, "report").state == SlotState.FORMAT
    assert state_of(own, "report").state == SlotState.PRESENT
    assert state_of(own, "plan").state == SlotState.MISSING


@pytest.mark.parametrize(("content", "name"), [(PDF, "a.pdf"), (ofd_bytes(), "a.ofd"), (ofd_bytes(), "a.pdf")])
def test_pdf_and_ofd_are_told_by_their_bytes(bid, office, content, name):
    put(bid, office, "report", content, name)
    assert state_of(bid, "report").state == SlotState.PRESENT


def test_a_word_file_that_calls_itself_pdf_is_seen(bid, office):
    put(bid, office, "report", docx_bytes(), "汇报.pdf")
    assert state_of(bid, "report").state == SlotState.FORMAT


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.pdf", "空的"),
        (b"MZ" + bytes(200), "汇报.pdf", "没有收"),
        (b"PK\x03\x04" + bytes(50), "a.zip", "没有收"),
    ],
)
def test_what_is_no_paper_is_refused(office, content, name, said):
    with pytest.raises(Invalid, match=said):
        keep_upload(SimpleUploadedFile(name, content), office)


def test_a_classified_paper_is_refused_before_it_is_stored(office):
    with pytest.raises(Invalid, match="机密"):
        keep_upload(SimpleUploadedFile("汇报.docx", docx_bytes("机密★1年")), office)


def test_a_policy_paper_must_say_what_it_is(bid, office):
    file = put(bid, office, "rules")
    line = state_of(bid, "rules")
    assert line.state == SlotState.DETAILS and line.missing_details == sorted(
        ["类别", "发文部门", "发文日期", "生效日期"]
    )
    days = {"issued_on": date(2024, 5, 1), "effective_on": date(2024, 4, 1)}
    with pytest.raises(Invalid, match="生效日期不能早于"):
        package.describe_file(by=office, file=file, category="03", issuer="青禾区政府", **days)
    with pytest.raises(Invalid, match="请选类别"):
        package.describe_file(by=office, file=file, category="99")
    package.describe_file(
        by=office,
        file=file,
        category="03",
        issuer="青禾区政府",
        issued_on=date(2024, 5, 1),
        effective_on=date(2024, 6, 1),
    )
    assert state_of(bid, "rules").state == SlotState.PRESENT


def test_the_same_file_again_is_one_and_no_more_than_the_list_allows(bid, office):
    assert put(bid, office, "management").pk == put(bid, office, "management").pk
    for number in range(4):
        put(bid, office, "management", PDF + str(number).encode())
    with pytest.raises(NotPossible, match="最多5份"):
        put(bid, office, "management", PDF + b"x")


def test_a_file_taken_out_leaves_its_row_and_frees_its_place(bid, office):
    file = put(bid, office, "report")
    package.remove_file(by=office, file=file)
    package.remove_file(by=office, file=file)
    assert state_of(bid, "report").state == SlotState.MISSING
    again = put(bid, office, "report")
    assert again.pk != file.pk


def test_papers_come_from_evidence_and_plans_of_the_campaign(bid, office, campaign):
    stored = store_file(io.BytesIO(PDF), name="a.pdf", by=office)
    proof = Evidence.objects.create(campaign=campaign, file=stored, title="2026年工作汇报")
    Evidence.objects.create(campaign=campaign, file=stored, title="照片")
    plan = PlanFactory(campaign=campaign, title="创卫实施方案", file=stored)
    other = PlanFactory(title="别处的实施方案")
    report, scheme = bid.slots.get(key="report"), bid.slots.get(key="scheme")
    assert [(row.source, row.pk) for row in candidates(bid, office, report)] == [("evidence", proof.pk)]
    assert [(row.source, row.pk) for row in candidates(bid, office, scheme)] == [("plan", plan.pk)]
    taken = package.taken_from(by=office, bid=bid, source="evidence", pk=proof.pk)
    made = package.add_file(by=office, slot=report, key=uuid.uuid4(), taken=taken)
    assert (made.name, made.origin) == ("2026年工作汇报.pdf", "佐证材料“2026年工作汇报”")
    for source, pk in (("plan", other.pk), ("evidence", 10**9), ("paper", 1), ("moon", 1)):
        with pytest.raises(Invalid, match="没有这份材料"):
            package.taken_from(by=office, bid=bid, source=source, pk=pk)


def test_papers_that_the_receiver_asks_besides_are_added_and_taken_away(bid, office):
    slot = package.add_slot(by=office, bid=bid, name=" 承诺书 ")
    assert package.add_slot(by=office, bid=bid, name="承诺书").pk == slot.pk
    package.remove_slot(by=office, slot=slot)
    assert not Slot.objects.filter(name="承诺书").exists()
    with pytest.raises(NotPossible, match="规定的材料"):
        package.remove_slot(by=office, slot=bid.slots.get(key="report"))


def test_the_bar_counts_what_is_required(bid, office):
    before = package_state(bid)
    put(bid, office, "report")
    put(bid, office, "other", PDF + b"1")
    after = package_state(bid)
    assert (before.ready, after.ready) == (0, 1) and after.percent == 100 // len(after.required)


def test_the_package_is_a_zip_with_catalogue_and_index_and_names_what_is_missing(bid, office):
    put(bid, office, "report", name="=1+1 汇报.pdf")
    put(bid, office, "plan", docx_bytes(), "../../计划.docx")
    job = jobs.run_inline(building.request_package(by=office, bid=bid))
    assert job.state == "done" and job.result["files"] == 2 and job.result["missing"] > 5
    bid = Bid.objects.get(pk=bid.pk)
    with open_file(bid.package) as stream, zipfile.ZipFile(stream) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert all(".." not in name and not name.startswith("/") for name in names)
        page = archive.read("index.html").decode()
        sheet = load_workbook(io.BytesIO(archive.read("目录.xlsx"))).active
    assert "02 工作汇报/01 =1+1 汇报.pdf" in names
    assert page.count("<tr>") == bid.slots.count() + 1 and "http" not in page and "<script" not in page
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert len(cells) == bid.slots.count() and sum(row[2] == "缺" for row in cells) == job.result["missing"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_an_empty_package_is_not_built(bid, office):
    with pytest.raises(NotPossible, match="还没有放进一份文件"):
        building.request_package(by=office, bid=bid)


def test_one_job_at_a_time(bid, office):
    put(bid, office, "report")
    building.request_package(by=office, bid=bid)
    with pytest.raises(NotPossible, match="还没有做完"):
        building.request_package(by=office, bid=Bid.objects.get(pk=bid.pk))


@pytest.mark.skipif(libre_office() is None, reason="no LibreOffice on this machine")
def test_word_files_become_pdf_once_and_then_count(bid, office):
    put(bid, office, "report", docx_bytes(), "汇报.docx")
    job = jobs.run_inline(building.request_conversion(by=office, bid=bid))
    assert job.state == "done" and job.result == {"made": 1}
    line = state_of(bid, "report")
    assert line.state == SlotState.PRESENT and [file.name for file in line.going_out] == ["汇报.pdf"]
    with pytest.raises(NotPossible, match="没有要转成PDF"):
        building.request_conversion(by=office, bid=Bid.objects.get(pk=bid.pk))


def test_without_libreoffice_the_page_says_so(bid, office, monkeypatch):
    monkeypatch.setattr(building, "office", lambda: None)
    put(bid, office, "report", docx_bytes(), "汇报.docx")
    with pytest.raises(NotPossible, match="没有装LibreOffice"):
        building.request_conversion(by=office, bid=bid)


def test_a_word_file_that_cannot_be_turned_is_named(bid, office, monkeypatch):
    from weicheng.engines.gongwen.converting import NotConverted

    def fail(content: bytes, fonts: object) -> bytes:
        raise NotConverted("LibreOffice没有转成")

    put(bid, office, "report", docx_bytes(), "汇报.docx")
    monkeypatch.setattr(building, "office", lambda: "soffice")
    monkeypatch.setattr(building, "pdf_by_office", fail)
    job = jobs.run_inline(building.request_conversion(by=office, bid=bid))
    assert job.state == "failed" and "汇报.docx" in job.error


def test_the_list_costs_the_same_number_of_queries_however_many_files(bid, office, django_assert_num_queries):
    put(bid, office, "report")
    for key in ("plan", "scheme", "rules", "maps"):
        put(bid, office, key, PDF + key.encode())
    bid = Bid.objects.select_related("title").get(pk=bid.pk)
    with django_assert_num_queries(3):
        package_state(bid)


def test_a_unit_does_not_see_files_of_others_among_the_candidates(bid, office, campaign):
    stored = store_file(io.BytesIO(PDF), name="a.pdf", by=office)
    Evidence.objects.create(campaign=campaign, file=stored, title="工作汇报")
    assert candidates(bid, user_with_role(Role.LIAISON), bid.slots.get(key="report")) == []


def test_a_re_review_has_its_own_list_and_says_that_no_source_confirms_it(campaign, office, client):
    held = title_of(campaign, office, granted_on=date(2024, 1, 1))
    created = bid_of(title_of(campaign, office, name="国家卫生城区"), office)
    review = bid_of(held, office, purpose="review")
    ours = set(review.slots.values_list("key", flat=True)) - set(created.slots.values_list("key", flat=True))
    assert ours == {"naming", "review_scheme", "review_check", "consolidation", "feedback"} == own_slots()
    assert not review.slots.filter(key__in=ours, is_required=True).exists()
    client.force_login(office)
    pages = [client.get(reverse("titles:package", args=[bid.pk])).content.decode() for bid in (created, review)]
    assert "请以受理单位的通知为准" in pages[1]
    assert "请以受理单位的通知为准" not in pages[0]
    assert pages[1].count("自拟</span>") == 5
    assert list_bases()["review"].basis.is_unverified
    assert list_bases()["create"].basis.is_seen


@pytest.mark.parametrize(
    ("rules", "name", "said"),
    [
        ("national-2021", "plan.docx", "接收系统只收PDF或OFD，这一份还不是"),
        ("national-2021", "plan.pdf", ""),
        ("generic", "plan.docx", ""),
    ],
)
def test_who_attaches_a_word_file_is_told_at_once_where_only_pdf_or_ofd_is_taken(
    campaign, office, client, rules, name, said
):
    bid = bid_of(title_of(campaign, office), office, rules)
    client.force_login(office)
    content = docx_bytes() if name.endswith("docx") else PDF
    url = reverse("titles:file-add", args=[bid.pk, bid.slots.get(key="plan").pk])
    sent = {"file": SimpleUploadedFile(name, content), "key": str(uuid.uuid4())}
    shown = client.post(url, sent, follow=True).content.decode()
    assert "已放进“工作计划”。" in shown
    assert ("换好之前算“待换格式”" in shown) == bool(said)
    assert said in shown
