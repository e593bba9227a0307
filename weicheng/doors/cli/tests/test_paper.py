"""``weicheng paper``: what is wrong with a paper, as a table, as JSON, and as an exit code."""

from __future__ import annotations

import json

import pytest

from weicheng.doors.cli.main import main
from weicheng.engines.papercheck.tests.building import document


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "通知.docx"
    path.write_bytes(document().docx())
    return path


@pytest.fixture
def bad(tmp_path):
    paper = document()
    paper["number"].text = "某爱卫[2026]12号"
    path = tmp_path / "错.docx"
    path.write_bytes(paper.docx())
    return path


def test_a_good_paper_passes(good, capsys):
    assert main(["paper", "check", str(good)]) == 0
    said = capsys.readouterr()
    assert said.out == "" and "错误0处" in said.err


def test_a_broken_rule_is_told_in_words_and_by_the_exit_code(bad, capsys):
    assert main(["paper", "check", str(bad)]) == 1
    said = capsys.readouterr().out
    assert "G19" in said and "六角括号" in said and "GB/T 9704-2012 7.2.5" in said


def test_json_is_for_programs(good, bad, capsys):
    assert main(["paper", "check", "--format", "json", str(good), str(bad)]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["rule"], row["level"], row["file"]) for row in rows] == [("G19", "error", str(bad))]


def test_a_warning_alone_does_not_fail(tmp_path, capsys):
    paper = document()
    for part in paper.parts.values():
        part.spacing = 0
    path = tmp_path / "27字.docx"
    path.write_bytes(paper.docx())
    assert main(["paper", "check", str(path)]) == 0
    assert "G07" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"text"])
def test_what_is_no_word_file_is_said_without_a_traceback(tmp_path, content, capsys):
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    assert main(["paper", "check", str(path)]) == 1
    assert str(path) in capsys.readouterr().err
    assert main(["paper", "check", str(tmp_path / "没有.docx")]) == 1


def test_the_rules_are_listed(capsys):
    assert main(["paper", "rules", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) >= 40
