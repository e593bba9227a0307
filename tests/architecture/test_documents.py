"""What the reference says is what the program does."""

import re
import subprocess
from pathlib import Path

from weicheng.doors.cli.documentation import manual
from weicheng.doors.web.audit_words import ACTIONS
from weicheng.engines.reader.sources.ocr import MISSING

ROOT = Path(__file__).resolve().parents[2]


def sources() -> list[Path]:
    return [path for path in sorted((ROOT / "weicheng").rglob("*.py")) if "tests" not in path.parts]


def test_the_manual_of_the_console_command_is_current():
    assert (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8") == manual()


def test_every_setting_is_in_the_reference_and_no_other():
    read = {
        name
        for path in sources()
        for name in re.findall(r"(?:env_\w+\(|environ\.get\()\"((?:WEICHENG|DATABASE)_\w+)\"", path.read_text())
    }
    written = re.findall(
        r"^\| `((?:WEICHENG|DATABASE)_\w+)`", (ROOT / "docs/reference/settings.md").read_text(), re.MULTILINE
    )
    assert sorted(written) == sorted(read)


def test_every_system_check_is_in_the_reference():
    ids = {code for path in sources() for code in re.findall(r"id=\"(weicheng\.[EW]\d+)\"", path.read_text())}
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    assert [code for code in sorted(ids) if code not in page] == []


def test_the_program_and_the_guide_install_the_reading_of_pictures_with_one_command():
    written = re.findall(r"`([^`]*pip install[^`]*)`", (ROOT / "docs/how-to/install.md").read_text(encoding="utf-8"))
    assert len(written) == 1 and f"运行 {written[0]}，" in MISSING


def test_every_action_of_the_trail_has_a_word():
    written = {
        code
        for path in sources()
        for code in re.findall(r"audit\.record(?:_many)?\(\s*\"([a-z_.]+)\"", path.read_text())
    }
    assert sorted(written - set(ACTIONS)) == []


def test_nothing_in_the_repository_names_the_machine_it_was_written_on():
    command = ["git", "grep", "-IlE", "/" + "work/(main|shared)|/root/" + "[.]pyenv"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.split() == []


def test_no_file_of_requirements_names_an_index():
    texts = [path.read_text() for path in (ROOT / "requirements").iterdir()] + [
        (ROOT / "package-lock.json").read_text()
    ]
    assert [text[:80] for text in texts if "index-url" in text or '"resolved"' in text] == []


def test_every_picture_of_the_manual_exists_and_none_lies_unused():
    from tests.browser.conftest import SCREENSHOTS, shown_pictures

    assert {path.stem for path in SCREENSHOTS.glob("*.png")} == shown_pictures()
