"""A paper comes in: refused before it is stored, recognised when it comes twice, read by a job that can be cancelled."""

import io
import threading
import zipfile

import docx
import pytest
from django.core.files.base import ContentFile
from django.db import connection

from weicheng.engines.reader.classified import classification_mark
from weicheng.engines.reader.document import UnreadableDocument
from weicheng.ground.evidence import classified
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.services import files_root, path_of
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.kernel.models import AuditEvent, Job
from weicheng.ground.org.choices import MatchKind, Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.errors import DuplicateFile, NotPossible, RefusedUpload
from weicheng.work.plans.models import DraftRow, Plan
from weicheng.work.plans.services import reading, reviewing, uploading
from weicheng.work.plans.tests.factories import PlanFactory

PAPER = """青禾区2026年公厕提升工作方案

一、重点任务
（一）新建改建公厕。区城管局牵头，各街道配合，2026年6月底前新建公厕12座。
（二）病媒防制。区卫健局每季度组织一次病媒生物消杀。
（三）完善宣传阵地。各街道2026年9月底前设置健康教育宣传栏30处。
"""


def paper(text: str = PAPER) -> ContentFile:
    return ContentFile(text.encode())


def word(*paragraphs: str, header: str = "") -> ContentFile:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return ContentFile(out.getvalue())


def stored_bytes() -> list:
    return [path for path in files_root().rglob("*") if path.is_file()]


def upload(clerk, campaign, file=None, name="方案.txt", **more) -> Plan:
    return uploading.upload_plan(by=clerk, campaign=campaign, upload=file or paper(), name=name, **more)


def read(plan: Plan) -> Plan:
    jobs.run_inline(plan.job)
    plan.refresh_from_db()
    return plan


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("秘密★1年\n青禾区人民政府文件", "秘密"),
        ("000012\n机密★5年\n特急\n关于印发方案的通知", "机密"),
        ("机 密 ★ 长 期 \n通知", "机密"),
        ("绝密\n通知", "绝密"),
        ("通知\n一、总则\n　　机密　　\n二、附则", "机密"),
        ("密级：秘密\n通知", "秘密"),
        ("（秘密）\n通知", "秘密"),
        ("000003  机密★10年  加急\n通知", "机密"),
        ("機密\n通知", "机密"),
        ("各单位要保守秘密，保护商业秘密和个人隐私。", None),
        ("做好保密工作，严禁泄露国家秘密、机密、绝密事项。", None),
        ("一、秘密投票\n二、机密文件柜管理", None),
        ("秘密工作\n通知", None),
    ],
)
def test_the_mark_of_a_paper_is_told_from_the_words_of_its_text(text, mark) -> None:
    assert classification_mark(text) == mark


@pytest.mark.django_db
class TestUploading:
    def test_a_paper_is_kept_and_a_job_is_waiting(self, clerk, campaign) -> None:
        plan = upload(clerk, campaign)
        assert (plan.state, plan.title, plan.job.state) == (PlanState.READING, "方案", JobState.QUEUED)
        assert path_of(plan.file.sha256).read_bytes() == PAPER.encode()
        assert AuditEvent.objects.filter(action="plans.plan.uploaded", actor_id=clerk.pk).exists()

    @pytest.mark.parametrize(
        ("file", "name", "why"),
        [
            (ContentFile(b"\x7fELF\x02\x01\x01\x00" * 50), "a.docx", "不是可以读取的文档"),
            (ContentFile(b"PK\x03\x04broken"), "a.docx", "文件"),
            (ContentFile(b""), "a.txt", "空"),
            (ContentFile(b"  \n "), "a.txt", "空|没有文字"),
            (paper("秘密★1年\n" + PAPER), "a.txt", "涉密"),
            (word("青禾区方案", "机密★5年", "各单位：请贯彻执行。"), "a.docx", "涉密"),
            (word("青禾区方案", "各单位：请贯彻执行。", header="绝密★长期"), "a.docx", "涉密"),
        ],
    )
    def test_what_is_refused_leaves_nothing_behind(self, clerk, campaign, file, name, why) -> None:
        before = stored_bytes()
        with pytest.raises(RefusedUpload, match=why):
            upload(clerk, campaign, file, name)
        assert stored_bytes() == before
        assert not Plan.objects.exists()
        assert not Job.objects.exists()

    @pytest.mark.parametrize(
        ("place", "cell", "taken"),
        [("head", "机密★5年", False), ("head", "机密", False), ("below", "秘密", True), ("below", "机密★5年", False)],
    )
    def test_a_cell_is_a_mark_at_the_head_and_a_word_further_down(self, clerk, campaign, place, cell, taken) -> None:
        document = docx.Document()
        if place == "below":
            for number in range(20):
                document.add_paragraph(f"{number + 1}．各单位按照职责做好环境卫生整治工作，按时报送进展。")
        grid = document.add_table(rows=1, cols=2)
        grid.cell(0, 0).text, grid.cell(0, 1).text = "000012", cell
        document.add_paragraph("青禾区2026年工作方案")
        out = io.BytesIO()
        document.save(out)
        if taken:
            assert upload(clerk, campaign, ContentFile(out.getvalue()), "a.docx").state == PlanState.READING
        else:
            with pytest.raises(RefusedUpload, match="涉密"):
                upload(clerk, campaign, ContentFile(out.getvalue()), "a.docx")

    def test_of_a_heavy_file_the_head_is_looked_at(self, clerk, campaign, monkeypatch) -> None:
        monkeypatch.setattr(classified, "HEAVY_PART", 100)
        monkeypatch.setattr(classified, "open_documents", lambda *a, **k: pytest.fail("opened in the request"))
        with pytest.raises(RefusedUpload, match="涉密"):
            upload(clerk, campaign, word("青禾区方案", "机密★5年", "各单位："), "a.docx")
        assert upload(clerk, campaign, word("青禾区方案", "各单位："), "b.docx").state == PlanState.READING

    def test_a_paper_that_only_speaks_of_secrets_is_taken(self, clerk, campaign) -> None:
        assert upload(clerk, campaign, paper(PAPER + "各单位要保守商业秘密。")).state == PlanState.READING

    def test_too_large_a_file_is_refused_by_its_size(self, clerk, campaign, settings) -> None:
        settings.MAX_UPLOAD_BYTES = 100
        with pytest.raises(RefusedUpload, match="上限"):
            upload(clerk, campaign)

    def test_the_same_file_twice_leads_to_the_first(self, clerk, campaign) -> None:
        first = upload(clerk, campaign)
        with pytest.raises(DuplicateFile, match="已经上传过") as caught:
            upload(clerk, campaign, name="另一个名字.txt")
        assert caught.value.plan == first

    def test_another_campaign_may_use_the_same_file(self, clerk, campaign) -> None:
        upload(clerk, campaign)
        other = PlanFactory().campaign
        assert upload(clerk, other).state == PlanState.READING
        assert StoredFile.objects.filter(plans__state=PlanState.READING).distinct().count() == 1

    def test_only_the_office_uploads(self, liaison, campaign) -> None:
        with pytest.raises(NotAllowed):
            upload(liaison, campaign)

    def test_nothing_is_uploaded_into_a_closed_campaign(self, clerk, campaign) -> None:
        campaign.is_closed = True
        with pytest.raises(NotPossible):
            upload(clerk, campaign)

    def test_a_year_must_be_one(self, clerk, campaign) -> None:
        with pytest.raises(Invalid):
            upload(clerk, campaign, year=26)

    def test_only_a_published_paper_is_revised_and_only_once(self, clerk, campaign) -> None:
        old = PlanFactory(campaign=campaign)
        with pytest.raises(NotPossible):
            upload(clerk, campaign, revises=old)
        old.state = PlanState.PUBLISHED
        old.save()
        assert upload(clerk, campaign, revises=old).revises == old
        with pytest.raises(NotPossible, match="已经有一份修订稿"):
            upload(clerk, campaign, paper(PAPER + "又一版。"), revises=old)

    def test_a_zip_of_papers_is_taken_apart(self, clerk, campaign) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("甲方案.txt", PAPER)
            archive.writestr("乙方案.txt", PAPER + "另行通知。")
        papers = uploading.unpack_upload(ContentFile(out.getvalue()), "方案.zip")
        assert [name for name, _ in papers] == ["甲方案.txt", "乙方案.txt"]
        assert [upload(clerk, campaign, file, name).title for name, file in papers] == ["甲方案", "乙方案"]
        with pytest.raises(RefusedUpload, match="2份"):
            upload(clerk, campaign, ContentFile(out.getvalue()), "方案.zip")

    def test_a_document_is_not_taken_for_a_zip_of_papers(self) -> None:
        assert len(uploading.unpack_upload(word("方案"), "方案.docx")) == 1


@pytest.mark.django_db
class TestReading:
    def test_rows_point_at_their_sentences_and_owners_at_their_units(
        self, clerk, campaign, bureau, health, towns
    ) -> None:
        plan = read(upload(clerk, campaign))
        assert (plan.state, plan.title, plan.year) == (PlanState.REVIEW, "青禾区2026年公厕提升工作方案", 2026)
        rows = list(plan.rows.prefetch_related("owners"))
        assert len(rows) >= 3
        for row in rows:
            assert plan.text[row.start : row.end] == row.quote
            assert row.locator
        toilets = next(row for row in rows if "12座" in row.quote)
        assert [(owner.unit, owner.role) for owner in toilets.owners.all() if owner.unit] == [(bureau, "lead")]
        wide = [owner for row in rows for owner in row.owners.all() if owner.text == "各街道"]
        assert wide
        assert {owner.match for owner in wide} == {MatchKind.COLLECTIVE}
        assert str(toilets.due_on) == "2026-06-30"
        assert plan.blocks[0]["start"] == 0

    def test_a_job_run_again_replaces_the_rows(self, clerk, campaign) -> None:
        plan = read(upload(clerk, campaign))
        number = plan.rows.count()
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.READING)
        Job.objects.filter(pk=plan.job_id).update(state=JobState.QUEUED)
        read(plan)
        assert plan.rows.count() == number > 0

    def test_a_job_that_comes_too_late_changes_nothing(self, clerk, campaign) -> None:
        plan = upload(clerk, campaign)
        old = plan.job
        uploading.cancel_reading(by=clerk, plan=plan)
        again = uploading.read_again(by=clerk, plan=plan)
        assert again.job != old
        assert jobs.run_inline(old).state == JobState.CANCELLED
        again.refresh_from_db()
        assert again.state == PlanState.READING

    def test_a_file_that_cannot_be_read_says_why_on_the_plan(self, clerk, campaign, monkeypatch) -> None:
        plan = upload(clerk, campaign)

        def broken(*args, **kwargs):
            raise UnreadableDocument("这份文件坏了，请另存后再传。")

        monkeypatch.setattr(reading, "open_document", broken)
        read(plan)
        assert (plan.state, plan.failure) == (PlanState.FAILED, "这份文件坏了，请另存后再传。")
        assert plan.job.state == JobState.FAILED

    def test_an_error_nobody_foresaw_is_a_sentence_with_a_number(self, clerk, campaign, monkeypatch) -> None:
        plan = upload(clerk, campaign)
        monkeypatch.setattr(reading, "open_document", lambda *a, **k: 1 / 0)
        read(plan)
        assert plan.state == PlanState.FAILED
        assert plan.job_id.hex[:8] in plan.failure

    def test_a_mark_found_only_in_the_full_text_removes_the_original(self, clerk, campaign, monkeypatch) -> None:
        monkeypatch.setattr(uploading, "screen", lambda data, name: None)
        plan = upload(clerk, campaign, paper(PAPER + "\n机密★5年\n"))
        sha256 = plan.file.sha256
        read(plan)
        assert (plan.state, plan.file, plan.text) == (PlanState.FAILED, None, "")
        assert "机密" in plan.failure
        assert not StoredFile.objects.filter(sha256=sha256).exists()

    def test_a_report_without_a_task_is_reviewed_with_a_word_about_it(self, clerk, campaign) -> None:
        plan = read(upload(clerk, campaign, paper("国庆期间全区环境整洁，秩序良好，群众满意。")))
        assert (plan.state, plan.rows.count()) == (PlanState.REVIEW, 0)
        assert any("没有在文件里找到任务" in warning for warning in plan.warnings)

    def test_progress_goes_up_to_the_end(self, clerk, campaign, monkeypatch) -> None:
        seen = []
        monkeypatch.setattr(jobs, "progress", lambda job, done, total, note="": seen.append(done / total))
        read(upload(clerk, campaign))
        assert seen == sorted(seen)
        assert seen[-1] > 0.9

    def test_the_line_under_the_bar_says_which_page_of_how_many(self, clerk, campaign, monkeypatch) -> None:
        said = []
        real = reading.open_document

        def by_pages(data, name, *, progress, cancelled):
            for done in (0, 62, 300):
                progress(done, 300, "页")
            return real(data, name, cancelled=cancelled)

        monkeypatch.setattr(reading, "open_document", by_pages)
        monkeypatch.setattr(jobs, "progress", lambda job, done, total, note="": said.append(note))
        read(upload(clerk, campaign))
        assert said[:4] == ["第1页，共300页", "第63页，共300页", "第300页，共300页", "找出任务"]

    def test_cancelling_stops_the_reading_and_says_so(self, clerk, campaign, monkeypatch) -> None:
        plan = upload(clerk, campaign)
        real = reading.open_document

        def cancelled_meanwhile(*args, **kwargs):
            uploading.cancel_reading(by=clerk, plan=plan)
            return real(*args, **kwargs)

        monkeypatch.setattr(reading, "open_document", cancelled_meanwhile)
        job = jobs.run_inline(plan.job)
        plan.refresh_from_db()
        assert (plan.state, plan.failure, job.state) == (PlanState.FAILED, "已取消读取。", JobState.CANCELLED)
        assert not plan.rows.exists()

    def test_a_plan_whose_worker_died_says_so(self, clerk, campaign) -> None:
        plan = upload(clerk, campaign)
        Job.objects.filter(pk=plan.job_id).update(state=JobState.FAILED, error="执行中断，已试2次。")
        assert uploading.settle_readings() == 1
        plan.refresh_from_db()
        assert (plan.state, plan.failure) == (PlanState.FAILED, "执行中断，已试2次。")

    def test_reading_again_with_another_year_moves_the_dates(self, clerk, campaign) -> None:
        plan = read(upload(clerk, campaign, paper(PAPER.replace("2026年", ""))))
        assert not plan.rows.filter(due_on__year=2027).exists()
        read(uploading.read_again(by=clerk, plan=plan, year=2027))
        plan.refresh_from_db()
        assert plan.rows.filter(due_on__year=2027).exists()

    def test_reviewed_rows_are_not_read_away(self, clerk, campaign) -> None:
        plan = read(upload(clerk, campaign))
        reviewing.confirm_row(by=clerk, row=plan.rows.first(), version=1)
        with pytest.raises(NotPossible):
            uploading.read_again(by=clerk, plan=plan)

    def test_a_discarded_paper_is_gone_with_its_rows_and_may_come_again(self, clerk, campaign) -> None:
        plan = read(upload(clerk, campaign))
        uploading.discard_plan(by=clerk, plan=plan, reason="传错了")
        assert not DraftRow.objects.exists()
        assert AuditEvent.objects.filter(action="plans.plan.discarded", reason="传错了").exists()
        assert upload(clerk, campaign).state == PlanState.READING


@pytest.mark.django_db(transaction=True)
def test_the_same_paper_sent_twice_at_once_is_one_plan(campaign) -> None:
    clerk = user_with_role(Role.OFFICE)
    barrier, outcomes = threading.Barrier(2), []

    def send():
        try:
            barrier.wait(60)
            outcomes.append(upload(clerk, campaign).pk)
        except DuplicateFile:
            outcomes.append("duplicate")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert outcomes.count("duplicate") == 1
    assert Plan.objects.count() == 1
