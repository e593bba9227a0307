"""Commands as a person or a program calls them: what they print, where, and the exit code."""

import errno
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from weicheng import __version__
from weicheng.doors.cli.printing import why

ROOT = Path(__file__).resolve().parents[4]
PLAN = """青禾镇环境卫生整治实施方案

二、工作任务
（一）清理主次干道积存垃圾。镇环卫站牵头，各村配合，于2026年6月底前完成12处积存垃圾清理。
（二）改造公共厕所。镇村建办负责，新建水冲式公厕4座，2026年9月底前完工。
"""


def run(*words: str, home: Path | None = None, **extra: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WEICHENG_", "DATABASE_", "DJANGO_"))
    }
    environment = {**kept, "WEICHENG_HOME": str(home or "/nowhere/at/all"), **extra}
    command = [sys.executable, "-m", "weicheng.doors.cli", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def plan(tmp_path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_the_version_is_one_line():
    assert run("--version").stdout == f"weicheng {__version__}\n"


def test_reading_a_plan_needs_no_database_and_no_home(plan):
    done = run("plan", "read", str(plan), "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert {"2026-06-30", "2026-09-30"} <= {row["deadline"] for row in rows}
    assert all(PLAN[row["start"] : row["end"]] == row["quote"] for row in rows)


def test_reading_imports_neither_django_nor_the_printers_of_workbooks(plan):
    code = (
        "import sys; from weicheng.doors.cli.main import main; "
        f"main(['plan', 'read', {str(plan)!r}]); "
        "print(sorted({'django', 'xlsxwriter', 'numpy', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.stdout.splitlines()[-1] == "[]"


def test_each_file_becomes_one_file_of_rows(plan, tmp_path):
    (tmp_path / "另一份.txt").write_text(PLAN, encoding="gb18030")
    done = run(
        "plan", "read", str(plan), str(tmp_path / "另一份.txt"), "--format", "jsonl", "--out", str(tmp_path / "out")
    )
    assert done.returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "另一份.jsonl",
        "另一份.txt",
        "方案.jsonl",
        "方案.txt",
    ]
    one, other = ((tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8") for name in ("方案", "另一份"))
    assert one == other != ""


def test_two_files_with_one_stem_do_not_overwrite_each_other(plan, tmp_path):
    twin = tmp_path / "方案.md"
    twin.write_text(PLAN, encoding="utf-8")
    run("plan", "read", str(plan), str(twin), "--format", "jsonl", "--out", str(tmp_path / "out"))
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["方案.jsonl", "方案.md.jsonl", "方案.md.txt", "方案.txt"]


def test_the_text_that_the_offsets_count_in_comes_with_the_rows(plan, tmp_path):
    page = tmp_path / "网页.html"
    page.write_text("<h1>方案</h1>" + "".join(f"<p>{line}</p>" for line in PLAN.split("\n")), encoding="utf-8")
    whole = json.loads(run("plan", "read", str(page), "--format", "json").stdout)
    assert whole["rows"]
    assert all(whole["text"][row["start"] : row["end"]] == row["quote"] for row in whole["rows"])
    run("plan", "read", str(page), "--format", "jsonl", "--out", str(tmp_path / "out"))
    assert (tmp_path / "out" / "网页.txt").read_text(encoding="utf-8") == whole["text"]


def test_the_text_does_not_overwrite_the_paper_it_was_read_from(tmp_path):
    paper = tmp_path / "方案.txt"
    paper.write_bytes(PLAN.encode("gb18030"))
    run("plan", "read", str(paper), "--format", "jsonl", "--out", str(tmp_path))
    assert paper.read_bytes() == PLAN.encode("gb18030")
    assert (tmp_path / "方案.text.txt").read_text(encoding="utf-8") == PLAN


def test_an_unreadable_paper_in_a_zip_is_named_and_fails_the_command(tmp_path):
    pack = tmp_path / "一包.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("甲.txt", PLAN)
        archive.writestr("坏的.docx", b"PK\x03\x04 not a zip at all")
    done = run("plan", "read", str(pack), "--format", "jsonl")
    assert done.returncode == 1
    assert done.stdout
    assert f"{pack}：压缩包里的“坏的.docx”没有读取" in done.stderr
    assert "甲.txt：压缩包" not in done.stderr


@pytest.mark.parametrize("base", ['"2026-13-01"', "20260301.5", '"去年"'])
def test_a_base_that_is_no_date_is_said_in_chinese(tmp_path, base):
    file = tmp_path / "短语.jsonl"
    file.write_text(f'{{"text": "8月底前完成", "base": {base}}}\n', encoding="utf-8")
    done = run("reader", "when", str(file))
    assert done.returncode == 1
    assert "第1行不能读：“base”应是写成2026-03-01这样的日期" in done.stderr
    assert "month" not in done.stderr


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EROFS, 9999])
def test_the_reason_of_the_system_is_said_in_chinese(number):
    assert not re.search("[A-Za-z]", why(OSError(number, os.strerror(number))))


def test_a_zip_of_papers_gives_a_file_for_each(plan, tmp_path):
    with zipfile.ZipFile(tmp_path / "一包.zip", "w") as archive:
        archive.writestr("甲.txt", PLAN)
        archive.writestr("乙.txt", PLAN)
    run("plan", "read", str(tmp_path / "一包.zip"), "--format", "json", "--out", str(tmp_path / "out"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["一包-乙.json", "一包-甲.json"]


def test_a_workbook_is_written_and_not_printed(plan, tmp_path):
    assert run("plan", "read", str(plan), "--format", "xlsx").returncode == 2
    assert run("plan", "read", str(plan), "--format", "xlsx", "--out", str(tmp_path / "out")).returncode == 0
    assert (tmp_path / "out" / "方案.xlsx").read_bytes()[:2] == b"PK"


def test_what_cannot_be_written_costs_only_itself(plan, tmp_path):
    (tmp_path / "另一份.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "out" / "方案.json").mkdir(parents=True)  # a folder stands in the way
    done = run(
        "plan", "read", str(plan), str(tmp_path / "另一份.txt"), "--format", "json", "--out", str(tmp_path / "out")
    )
    assert done.returncode == 1
    assert "方案.json写不进去" in done.stderr
    assert json.loads((tmp_path / "out" / "另一份.json").read_text(encoding="utf-8"))["rows"]


def test_a_fault_of_ours_in_one_paper_does_not_cost_the_others(plan, tmp_path, monkeypatch, capfd):
    from weicheng.doors.cli import main, plan_reading

    (tmp_path / "另一份.txt").write_text(PLAN, encoding="utf-8")
    read = plan_reading.open_documents

    def stumbling(path, name):
        if path == plan:
            raise RecursionError
        return read(path, name)

    monkeypatch.setattr(plan_reading, "open_documents", stumbling)
    monkeypatch.delenv("WEICHENG_DEBUG", raising=False)
    code = main.main(["plan", "read", str(plan), str(tmp_path / "另一份.txt"), "--format", "jsonl"])
    shown = capfd.readouterr()
    assert code == 1
    assert "RecursionError" in shown.err
    assert "Traceback" not in shown.err
    assert len(shown.out.splitlines()) >= 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--year", "1800"], "1800不在1949到2100之间"),
        (["--year", "去年"], "不是范围内的整数"),
        (["--out", __file__, "--format", "json"], "不是文件夹"),
        (["--format", "xml"], "应是其中之一"),
    ],
)
def test_a_wrong_option_is_one_chinese_sentence(plan, words, said):
    done = run("plan", "read", str(plan), *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_without_an_end_is_not_read_for_ever():
    done = run("plan", "read", "/dev/zero")
    assert done.returncode == 1
    assert "上限" in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("坏.docx", b"PK\x03\x04broken"),
        ("空.txt", b""),
        ("图.png", b"\x89PNG\r\n\x1a\n"),
        ("程序.exe", b"MZ\x90\x00" + b"\0" * 99),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_the_others_are_read(plan, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    alone = run("plan", "read", str(tmp_path / name))
    assert (alone.returncode, alone.stdout) == (1, "")
    assert len(alone.stderr.strip().splitlines()) == 1
    both = run("plan", "read", str(tmp_path / name), str(plan), "--format", "jsonl")
    assert both.returncode == 1
    assert len(both.stdout.splitlines()) == len(run("plan", "read", str(plan), "--format", "jsonl").stdout.splitlines())


def test_a_missing_file_is_one_sentence():
    done = run("plan", "read", "没有.docx")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    ("kind", "line", "field", "value"),
    [
        ("when", {"text": "于6月底前完成清理", "base": "2026-03-01"}, "deadline", "2026-06-30"),
        ("amounts", {"text": "新建公厕4座"}, "quantities", 4),
    ],
)
def test_phrases_are_answered_line_by_line(tmp_path, kind, line, field, value):
    file = tmp_path / "phrases.jsonl"
    file.write_text(json.dumps(line, ensure_ascii=False) + "\n\n", encoding="utf-8")
    done = run("reader", kind, str(file))
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert (answer[field][0]["value"] if kind == "amounts" else answer[field]) == value


@pytest.mark.parametrize(
    "content", [b"not json\n", b"[1]\n", b'{"no": "text"}\n', b"\xff\xfe\n", b'{"text": "x", "base": "never"}\n']
)
def test_a_line_that_is_no_phrase_is_told_by_its_number(tmp_path, content):
    file = tmp_path / "phrases.jsonl"
    file.write_bytes(content)
    done = run("reader", "when", str(file))
    assert done.returncode == 1
    assert "第1行" in done.stderr or "UTF-8" in done.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("serve", "--prt", "1"), "没有选项--prt"),
        (("sreve",), "没有这个命令"),
        (("plan", "read"), "缺少"),
        (("plan", "read", "x", "--format", "yaml"), "应是其中之一"),
        (("serve", "--port", "many"), "不是"),
        (("move",), "缺少"),
    ],
)
def test_wrong_usage_is_said_in_chinese_with_exit_code_2(words, sentence):
    done = run(*words)
    assert done.returncode == 2
    assert sentence in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("WEICHENG_MAX_UPLOAD_MB", "much", "WEICHENG_MAX_UPLOAD_MB写的是“much”，应写一个整数，例如100。"),
        ("WEICHENG_DEBUG", "maybe", "WEICHENG_DEBUG写的是“maybe”，应写1（开）或0（关）。"),
        ("WEICHENG_SMTP_SECURITY", "tls9", "WEICHENG_SMTP_SECURITY写的是“tls9”，应写其中一个：ssl、starttls、none。"),
        ("WEICHENG_LOG_LEVEL", "loud", "WEICHENG_LOG_LEVEL写的是“loud”，应写其中一个：DEBUG、INFO"),
        ("DATABASE_URL", "garbage", "DATABASE_URL看不懂，应形如 postgresql://"),
        ("WEICHENG_SECRET_KEY_FILE", "/nowhere/key", "指向的文件/nowhere/key读不出来"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_in_a_chinese_sentence(tmp_path, name, value, sentence):
    done = run("check", home=tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stderr.strip().startswith("设置有误：") and sentence in done.stderr


def test_a_database_that_was_not_migrated_says_what_to_run(tmp_path):
    done = run("user", "list", home=tmp_path)
    assert done.returncode == 1
    assert "weicheng migrate" in done.stderr


def test_the_demo_is_not_loaded_outside_demo_mode(tmp_path):
    run("migrate", home=tmp_path)
    done = run("demo", "load", home=tmp_path)
    assert done.returncode == 1
    assert "WEICHENG_DEMO=1" in done.stderr
