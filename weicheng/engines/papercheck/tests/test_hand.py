"""Ten papers made by hand in LibreOffice (the .fodt beside each .docx): another producer, other habits, known mistakes.

The .docx come from ``soffice --headless --convert-to docx *.fodt`` and are kept, so that no LibreOffice is needed here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from weicheng.engines.papercheck import Shape, check

FOLDER = Path(__file__).parent / "hand"
KNOWN = {
    "01_in_order": (Shape.DOCUMENT, []),
    "02_office_defaults": (
        Shape.DOCUMENT,
        ["G02", "G03", "G15", "G16", "G23", "G32", "G41", "G44", "G45", "G46", "G80"],
    ),
    "03_wrong_number": (Shape.DOCUMENT, ["G19", "G20", "G21"]),
    "04_headings": (Shape.DOCUMENT, ["G44", "G48", "G49"]),
    "05_letter_like_a_document": (Shape.LETTER, ["G87", "G92"]),
    "06_minutes": (Shape.MINUTES, ["G44", "G94"]),
    "07_report": (Shape.DOCUMENT, ["G26", "G59", "G99"]),
    "08_attachments": (Shape.DOCUMENT, ["G52", "G55", "G66", "G67", "G68"]),
    "09_typed_by_hand": (Shape.DOCUMENT, ["G50", "G51"]),
    "10_black_and_loose": (Shape.DOCUMENT, ["G06", "G13", "G42", "G81", "G82", "G83", "G99"]),
}


def test_there_are_ten_and_each_has_its_source():
    assert sorted(path.stem for path in FOLDER.glob("*.docx")) == sorted(KNOWN)
    assert all((FOLDER / f"{name}.fodt").exists() for name in KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_a_paper_made_by_hand_is_told_its_mistakes_and_no_others(name):
    shape, rules = KNOWN[name]
    found = check((FOLDER / f"{name}.docx").read_bytes())
    assert found.shape is shape
    assert [one.rule.id for one in found.findings] == rules
