"""standards check and load, as the console says it."""

from __future__ import annotations

import pytest

from weicheng.doors.cli.main import main
from weicheng.ground.standards.tests.test_checking import STANDARD

pytestmark = pytest.mark.django_db


def test_the_command_names_file_and_line_and_ends_with_one(tmp_path, capsys) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(STANDARD.replace("judge: GE", "judge: ABOUT"), encoding="utf-8")
    assert main(["standards", "check", str(path)]) == 1
    said = capsys.readouterr()
    assert f"{path}:24 " in said.out + said.err
    assert main(["standards", "check"]) == 0
