"""The quick worksheet writes the same bytes as the library's own."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from weicheng.work.plans.selectors.quick_sheet import QuickSheet

ODD = [
    "更换井盖",
    "A&B",
    "<r>富</r>",
    "a<b",
    "x>y",
    " 前空",
    "后空\n",
    "两\n行",
    "\x00\x0b\r",
    "_x0041_",
    "\ufffe",
    "=1+1",
    "",
    "𠀀",
]


def sheet_of(kind: type[Worksheet], cells: list[str], columns: int = 14) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    form = book.add_format({"border": 1})
    sheet = book.add_worksheet("一", kind)
    for number, cell in enumerate(cells):
        sheet.write_string(number // columns, number % columns, cell, form if number % 3 else None)
    book.close()
    return zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml")


@settings(deadline=None, max_examples=60)
@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=30))
@example(cells=[cell for cell in ODD for _ in range(3)])
def test_any_text_is_written_as_the_library_writes_it(cells) -> None:
    assert sheet_of(QuickSheet, cells) == sheet_of(Worksheet, cells)


@pytest.mark.parametrize("columns", [26, 27, 60])
def test_columns_beyond_z_keep_their_names(columns) -> None:
    cells = [f"格{number}" for number in range(120)]
    assert sheet_of(QuickSheet, cells, columns) == sheet_of(Worksheet, cells, columns)
