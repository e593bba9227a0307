"""LibreOffice is called in one place: what it leaves, and what becomes of it when it does not come to an end."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from weicheng.engines.gongwen import converting


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A program in the place of LibreOffice."""

    def put(script: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(converting, "office", lambda: str(program))

    return put


def convert(folder: Path, seconds: int = 20) -> str:
    return converting.to_pdfs([folder / "a.docx"], folder, profile=folder / "profile", seconds=seconds)


def test_what_it_says_comes_back(office, tmp_path):
    office('echo "cannot load" >&2; echo "$@" > "$(dirname "$0")/asked"')
    assert convert(tmp_path) == "cannot load"
    asked = (tmp_path / "asked").read_text()
    assert f"-env:UserInstallation=file://{tmp_path}/profile" in asked and asked.split()[-1] == f"{tmp_path}/a.docx"


def test_one_that_does_not_end_is_killed_with_what_it_started(office, tmp_path):
    office(f"sleep 60 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(converting.NotConverted, match="1秒内没有转完"):
        convert(tmp_path, seconds=1)
    child = int((tmp_path / "child").read_text())
    end = time.monotonic() + 5
    while _runs(child):
        assert time.monotonic() < end, "the child outlived its office"
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_without_an_office_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(converting, "office", lambda: None)
    with pytest.raises(converting.NotConverted, match="没有装LibreOffice"):
        convert(tmp_path)
