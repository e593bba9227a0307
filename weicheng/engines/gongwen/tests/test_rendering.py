"""Pages as a word processor draws them; skipped where no LibreOffice is installed."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from weicheng.engines.gongwen import Column, Document, Paragraph, Table, Title, write
from weicheng.engines.gongwen.layouts import OFFICIAL

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: pages are not drawn")


def drawn(folder: Path, document: Document) -> pypdfium2.PdfDocument:
    """The PDF that LibreOffice makes, with a profile of its own so that a running one is left alone."""
    source = folder / "paper.docx"
    source.write_bytes(write(document))
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    done = subprocess.run([*command, "--outdir", str(folder), str(source)], capture_output=True, timeout=150, text=True)
    made = folder / "paper.pdf"
    assert made.exists(), done.stderr
    return pypdfium2.PdfDocument(str(made))


def test_an_official_page_holds_22_lines_of_28_characters(tmp_path):
    document = Document("样张", date(2026, 5, 6), [Paragraph("国" * 28 * 30, indent=False)], layout=OFFICIAL)
    page = drawn(tmp_path, document)[0].get_textpage()
    lines: dict[int, int] = {}
    for index in range(page.count_chars()):
        if page.get_text_range(index, 1) == "国":
            lines[round(page.get_charbox(index)[1])] = lines.get(round(page.get_charbox(index)[1]), 0) + 1
    assert len(lines) == 22
    assert set(lines.values()) == {28}


def test_the_head_of_a_long_table_is_drawn_on_every_page(tmp_path):
    rows = [[str(number), "整治背街小巷，落实日常保洁"] for number in range(1, 81)]
    document = Document("样张", date(2026, 5, 6), [Title("清单"), Table((Column("序号", 1), Column("任务", 8)), rows)])
    pdf = drawn(tmp_path, document)
    texts = [page.get_textpage().get_text_range() for page in pdf]
    assert len(texts) > 1
    assert [text for text in texts if "序号" not in text] == []
    assert all(f"— {number} —" in text for number, text in enumerate(texts, 1))
