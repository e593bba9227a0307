"""What leaves the house: opens without the system, verifies, and survives being killed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from django.utils import timezone
from PIL import Image

from weicheng.engines.volumes import verify
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.services import path_of
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.errors import NotAllowed, NotPossible
from weicheng.ground.kernel.tests.processes import wait_until
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.judgement.archive.exporting import office_files
from weicheng.judgement.archive.exporting.packing import pack
from weicheng.judgement.archive.exporting.plan import Entry
from weicheng.judgement.archive.models import Volume, VolumeExport
from weicheng.judgement.archive.naming import ending_of, path_of_file, safe_name
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of
from weicheng.judgement.archive.services import exports, sealing
from weicheng.judgement.archive.tests.factories import evidence_of
from weicheng.judgement.archive.things import FileRef

pytestmark = pytest.mark.django_db
OFFICE = office_files.program()
AT = datetime(2026, 5, 6, 7, 8, 10, tzinfo=UTC)


@pytest.fixture
def sealed(volume, office):
    return sealing.seal_volume(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="试封")


def made(volume: Volume, by, form: str = "zip") -> Path:
    export = exports.request_export(by=by, volume=volume, form=form)
    assert export.job is not None
    job = jobs.run_inline(export.job)
    assert job.state == JobState.DONE, job.error
    export.refresh_from_db()
    return exports.exports_root() / export.path


def test_a_zip_holds_index_catalogue_files_manifest_and_script_and_verifies(sealed, office, tmp_path) -> None:
    path = made(sealed, office)
    report = verify.verify(path, sealed.seal)
    assert report.problems == [] and report.sealed and report.checked == 9
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "out")
    top = tmp_path / "out" / sealed.code
    assert {p.name for p in top.iterdir()} == {
        "index.html", "目录.xlsx", "说明.txt", "verify.py", "verify.html", "manifest.json", "SHA256SUMS", "files"
    }  # fmt: skip
    html = (top / "index.html").read_text("utf-8")
    assert "<script" not in html and "http" not in html.replace("http-equiv", "")
    assert "files/001%20%E7%88%B1" in html and sealed.seal in html and "第1条 组织管理第1项" in html
    sheet = openpyxl.load_workbook(top / "目录.xlsx")["卷内目录"]
    heads = [cell.value for cell in sheet[2]]
    assert [row[heads.index("条款")] for row in sheet.iter_rows(min_row=3, values_only=True)] == [
        "第1条 组织管理第1项", "第2条 组织管理第2项", "第3条 组织管理第3项"
    ]  # fmt: skip
    assert sheet.cell(3, heads.index("文件") + 1).hyperlink
    done = subprocess.run([sys.executable, "-I", "-S", "verify.py"], cwd=top, capture_output=True, text=True)
    assert done.returncode == 0 and "全部一致" in done.stdout


def test_the_manifest_that_leaves_is_the_one_that_was_sealed(sealed, office) -> None:
    with zipfile.ZipFile(made(sealed, office)) as archive:
        content = archive.read(f"{sealed.code}/manifest.json")
    assert hashlib.sha256(content).hexdigest() == sealed.seal


def test_the_script_finds_what_is_changed_missing_and_added(sealed, office, tmp_path) -> None:
    with zipfile.ZipFile(made(sealed, office)) as archive:
        archive.extractall(tmp_path)
    top = tmp_path / sealed.code
    victim = next((top / "files").iterdir())
    good = victim.read_bytes()
    for spoil, word in (
        (lambda: victim.write_bytes(good[:-1] + b"X"), "内容被改动"),
        (lambda: victim.write_bytes(good + b"X"), "大小不对"),
        (lambda: victim.rename(top / "files" / "别的名字.txt"), "缺少文件"),
    ):
        spoil()
        assert any(word in problem for problem in verify.verify(top).problems)
        shutil.rmtree(top)
        with zipfile.ZipFile(made(sealed, office)) as archive:
            archive.extractall(tmp_path)
    (top / "多的.txt").write_text("x")
    (top / "index.html").write_text("x")
    (top / "link").symlink_to("/etc/passwd")
    problems = "".join(verify.verify(top).problems)
    assert "多出文件：多的.txt" in problems and "内容被改动：index.html" in problems and "多出链接：link" in problems
    assert verify.main([str(top)]) == 1
    assert any("摘要不符" in problem for problem in verify.verify(top, "0" * 64).problems)


def test_the_script_believes_no_hostile_manifest(tmp_path) -> None:
    bad = {"format": verify.FORMAT, "items": [{"files": [{"path": "../secret", "sha256": "x", "size": 1}]}]}
    (tmp_path / "manifest.json").write_text(json.dumps(bad))
    (tmp_path / "SHA256SUMS").write_text("00  /etc/passwd\n")
    problems = "".join(verify.verify(tmp_path).problems)
    assert "清单里的路径不正常" in problems and "校验表里的路径不正常" in problems
    for content in ("[]", "{", '{"format": "other"}'):
        (tmp_path / "manifest.json").write_text(content)
        assert verify.main([str(tmp_path)]) == 2
    assert verify.main([str(tmp_path / "nothing")]) == 2
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("v/manifest.json", json.dumps({"format": verify.FORMAT, "items": []}))
        archive.writestr("v/../../evil", "x")
    assert any("多出文件" in problem for problem in verify.verify(tmp_path / "bad.zip").problems)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("题\x00名\x1f\n二", "题 名 二"),
        ("表格🎉", "表格🎉"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("结尾有点. . ", "结尾有点"),
        ("\ud800坏", "_坏"),
        ("   ", "未命名"),
        ("长" * 300, "长" * 60),
        ("🎉" * 300, "🎉" * 45),
    ],
)
def test_hostile_titles_become_names_that_every_system_takes(title, expected) -> None:
    name = safe_name(title)
    assert name == expected
    path = path_of_file(1000, title, FileRef(1, "a", 1, "x.docx", "application/pdf"), 12)
    assert (
        len(path) <= 90 and max(len(part.encode()) for part in path.split("/")) <= 250 and ".." not in path.split("/")
    )


def test_the_ending_says_what_the_bytes_are_and_nothing_runs() -> None:
    def ending(name: str, media_type: str) -> str:
        return ending_of(FileRef(1, "a", 1, name, media_type))

    assert ending("照片.jpg", "application/x-dosexec") == "exe.bin"
    assert ending("报告.docx", "application/pdf") == "pdf"
    assert ending("页.html", "text/html") == "html.txt"
    assert ending("a.bat", "application/octet-stream") == "bat.bin"
    assert ending("图.dwg", "application/octet-stream") == "dwg"


def test_hostile_titles_and_names_travel_in_a_zip_that_verifies(campaign, clauses, volume, office) -> None:
    for title in ("../../逃", "a\x1fb", "CON", "🎉" * 100, "长" * 200, '<script>alert("1")</script>', "=1+1"):
        evidence_of(campaign, clauses[0], by=office, title=title, name=f"{title[:40]}.exe")
    sealed = sealing.seal_volume(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="试封")
    path = made(sealed, office)
    assert verify.verify(path).is_whole
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert b"<script>" not in archive.read(f"{sealed.code}/index.html")
    assert len({name.lower() for name in names}) == len(names)
    assert all(verify.is_inside(name) and name.count("/") <= 2 for name in names)


def test_a_file_spoiled_after_sealing_stops_the_export_with_its_name(sealed, office) -> None:
    path = path_of(Evidence.objects.get(title="督查记录").file.sha256)
    path.write_bytes(b"x" * path.stat().st_size)
    export = exports.request_export(by=office, volume=sealed, form="zip")
    job = jobs.run_inline(export.job)
    assert job.state == JobState.FAILED and "督查记录" in job.error
    export.refresh_from_db()
    assert export.path == "" and not exports.file_of(export).exists()


def test_no_room_on_the_disk_is_said_before_anything_is_written(sealed, office, monkeypatch) -> None:
    full = shutil._ntuple_diskusage(100, 100, 0)
    monkeypatch.setattr(exports.shutil, "disk_usage", lambda path: full)
    with pytest.raises(NotPossible, match="磁盘不够"):
        exports.request_export(by=office, volume=sealed, form="zip")
    assert not VolumeExport.objects.exists()


def test_a_second_press_gives_the_export_that_is_being_made(sealed, office) -> None:
    first = exports.request_export(by=office, volume=sealed, form="zip")
    assert exports.request_export(by=office, volume=sealed, form="zip") == first
    assert exports.request_export(by=office, volume=sealed, form="pdf") != first


def test_an_open_volume_leaves_as_a_draft(volume, office) -> None:
    report = verify.verify(made(volume, office))
    assert report.is_whole and not report.sealed


def test_old_exports_go_and_new_ones_stay(sealed, office) -> None:
    path = made(sealed, office)
    assert exports.remove_old(timezone.now()) == 0 and path.exists()
    assert exports.remove_old(timezone.now() + timedelta(days=15)) == 1 and not path.exists()


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.INSPECTOR])
def test_only_the_office_exports(sealed, role) -> None:
    with pytest.raises(NotAllowed):
        exports.request_export(by=user_with_role(role), volume=sealed, form="zip")


def test_a_folder_is_taken_up_where_it_was_left(sealed, office, tmp_path) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int, note: str) -> None:
        if len(list((tmp_path / "卷").rglob("*.txt"))) >= 2:
            raise Stop

    target = tmp_path / "卷"
    with pytest.raises(Stop):
        exports.export_folder(by=office, volume=sealed, target=target, tell=stop)
    assert not list(target.rglob("*.part"))
    exports.export_folder(by=office, volume=sealed, target=target)
    assert verify.verify(target).is_whole


# A process of its own that packs 40 entries of 64 KiB, slowly enough to be killed in the middle.
PACKER = """
import sys, time, hashlib, pathlib
from datetime import datetime
import weicheng.judgement.archive.exporting.packing as packing
from weicheng.judgement.archive.tests.packing_entries import entries
packing.STRETCH_ENTRIES = 3
folder = pathlib.Path(sys.argv[1])
def tell(done, total, note):
    with (folder / "trace").open("a") as trace:
        trace.write(f"{done} {total}\\n")
    time.sleep(float(sys.argv[2]))
packing.pack(entries(folder), folder / "v.zip", top="v", at=datetime(2026, 5, 6), tell=tell)
"""


def test_a_zip_killed_with_kill_9_goes_on_where_it_was_and_is_never_offered_torn(tmp_path) -> None:
    from weicheng.judgement.archive.tests.packing_entries import make

    make(tmp_path, 40)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(Path.cwd())}
    starter = "import django, os; django.setup()\n" + PACKER
    trace, begins = tmp_path / "trace", []
    for wanted in (8, 20):
        process = subprocess.Popen([sys.executable, "-c", starter, str(tmp_path), "0.03"], env=environment)
        seen = len(trace.read_text().splitlines()) if trace.exists() else 0
        wait_until(
            lambda seen=seen, wanted=wanted: trace.exists() and len(trace.read_text().splitlines()) >= seen + wanted
        )
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (tmp_path / "v.zip").exists() and (tmp_path / "v.zip.part").exists()
        begins.append(int(trace.read_text().splitlines()[seen].split()[0]))
    last = len(trace.read_text().splitlines())
    subprocess.run([sys.executable, "-c", starter, str(tmp_path), "0"], env=environment, check=True, timeout=300)
    begins.append(int(trace.read_text().splitlines()[last].split()[0]))
    assert begins[0] < begins[1] < begins[2]  # each began where the one before had kept it
    with zipfile.ZipFile(tmp_path / "v.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"v/files/{n:03d}.bin" for n in range(40)]
    assert not list(tmp_path.glob("v.zip.*"))


def test_two_packings_of_the_same_give_the_same_bytes_however_often_they_were_stopped(tmp_path, monkeypatch) -> None:
    from weicheng.judgement.archive.tests.packing_entries import entries, make

    make(tmp_path, 10)
    monkeypatch.setattr("weicheng.judgement.archive.exporting.packing.STRETCH_ENTRIES", 2)
    listed = entries(tmp_path)
    quiet = lambda done, total, note: None  # noqa: E731
    whole = pack(listed, tmp_path / "a.zip", top="v", at=AT, tell=quiet).read_bytes()

    class Stop(Exception):
        pass

    for stop_at in range(1, 11):
        calls = iter(range(100))

        def stop(done: int, total: int, note: str, calls=calls, stop_at=stop_at) -> None:
            if next(calls) == stop_at % 3 + 1:
                raise Stop

        try:
            pack(listed, tmp_path / "b.zip", top="v", at=AT, tell=stop)
        except Stop:
            continue
    assert pack(listed, tmp_path / "b.zip", top="v", at=AT, tell=quiet).read_bytes() == whole


def test_an_entry_that_shrank_is_not_packed(tmp_path) -> None:
    (tmp_path / "x").write_bytes(b"ab")
    entry = Entry("x", tmp_path / "x", 3, hashlib.sha256(b"abc").hexdigest())
    with pytest.raises(exports.Spoiled):
        pack([entry], tmp_path / "v.zip", top="v", at=AT, tell=lambda *told: None)
    assert not (tmp_path / "v.zip").exists()


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, (200, 30, 30)).save(out, kind)
    return out.getvalue()


def pdf_bytes(pages: int, password: str = "") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def test_one_pdf_has_cover_contents_bookmarks_and_a_list_of_what_is_not_in_it(
    campaign, clauses, office, tmp_path
) -> None:
    from weicheng.judgement.archive.tests.factories import volume_of

    for title, content in (
        ("甲文件", pdf_bytes(2)),
        ("乙照片", picture()),
        ("丙横照", picture("JPEG", (4000, 3000))),
        ("丁加密", pdf_bytes(1, "x")),
        ("戊坏的", b"%PDF-1.4 no pdf at all"),
        ("己视频", b"\x00\x00\x00\x18ftypmp42" + b"v" * 100),
        ("庚坏图", b"\x89PNG\r\n\x1a\n broken"),
    ):
        evidence_of(campaign, clauses[0], by=office, title=title, content=content)
    volume = volume_of(campaign, by=office)
    done = sealing.seal_volume(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="试封")
    path = made(done, office, "pdf")
    with pikepdf.open(path) as pdf:
        with pdf.open_outline() as outline:
            marks = [str(item.title) for item in outline.root]
        assert len(pdf.pages) == 2 + 2 + 1 + 1 + 3  # cover and contents, three files, left out, lacking, 备考表
    merged = sorted(mark[4:] for mark in marks if mark[:3].isdigit())
    assert merged == ["丙横照", "乙照片", "甲文件"]
    assert marks[:2] == ["封面", "卷内目录"] and marks[-2:] == ["未并入的文件", "卷内备考表"]
    assert VolumeExport.objects.get().left_out == 4
    words = text_of(path)
    assert done.seal[:32] in words and "组织管理" in words and "PDF加了密码" in words and "己视频" in words
    assert "还缺什么" in words and "不齐仍封卷的原因：试封" in words


def text_of(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_turns_office_papers_into_pages(campaign, clauses, volume, office) -> None:
    from docx import Document

    out = io.BytesIO()
    document = Document()
    document.add_paragraph("会议通知的正文")
    document.save(out)
    evidence_of(campaign, clauses[0], by=office, title="会议通知", content=out.getvalue())
    path = made(volume, office, "pdf")
    assert VolumeExport.objects.get().left_out == 0
    assert "会议通知的正文" in text_of(path) and "第1份材料的内容" in text_of(path)


def test_without_libreoffice_office_papers_are_listed_with_the_reason(campaign, volume, office, monkeypatch) -> None:
    monkeypatch.setattr(office_files, "program", lambda: "")
    path = made(volume, office, "pdf")
    assert VolumeExport.objects.get().left_out == 3
    assert "没有装LibreOffice" in text_of(path)


def test_a_pdf_stopped_between_goes_on_with_the_parts_it_has(sealed, office, monkeypatch) -> None:
    monkeypatch.setattr(office_files, "program", lambda: "")
    export = exports.request_export(by=office, volume=sealed, form="pdf")

    def stop(done: int, total: int, note: str) -> None:
        if note == "合并":
            raise RuntimeError

    with pytest.raises(RuntimeError):
        exports.make_export(export, tell=stop)
    told = sorted(exports.folder_of(export).glob("parts/*.txt"))
    before = [path.stat().st_mtime_ns for path in told]
    assert len(told) == 3 and not exports.file_of(export).exists()
    monkeypatch.setattr("weicheng.judgement.archive.exporting.binding.shutil.rmtree", lambda *a, **k: None)
    monkeypatch.setattr(exports, "clean_up", lambda folder, keep=None: None)
    exports.make_export(export)
    assert [path.stat().st_mtime_ns for path in told] == before
