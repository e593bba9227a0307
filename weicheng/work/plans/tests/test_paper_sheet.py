from dataclasses import dataclass

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from weicheng.work.plans.paper_sheet import sheet


@dataclass
class Sentence:
    pk: int
    start: int
    end: int
    state: str = "open"
    number: int = 1


def block(start, end, **more):
    return {"start": start, "end": end, **more}


def text_of(paragraphs):
    return "".join(piece.text for paragraph in paragraphs for piece in paragraph.pieces)


def test_a_sentence_is_cut_out_of_its_paragraph():
    text = "一、任务\n新建公厕四座。每周通报。"
    paragraphs = sheet(text, [block(0, 4, level=1), block(5, 17)], [], [Sentence(7, 5, 11)])
    assert [(piece.text, piece.offset, piece.row and piece.row.pk) for piece in paragraphs[1].pieces] == [
        ("新建公厕四座", 5, 7),
        ("。每周通报。", 11, None),
    ]
    assert paragraphs[0].level == 1
    assert [row.pk for row in paragraphs[1].rows] == [7]


def test_a_sentence_over_two_paragraphs_is_marked_in_both():
    text = "新建公厕\n四座。"
    paragraphs = sheet(text, [block(0, 4), block(5, 8)], [], [Sentence(1, 0, 7)])
    assert [piece.row and piece.row.pk for paragraph in paragraphs for piece in paragraph.pieces] == [1, 1, None]


def test_a_table_stands_where_it_stood_and_its_cells_are_not_doubled():
    text = "前\n甲\n乙\n后"
    table = {
        "start": 2,
        "end": 5,
        "rows": 1,
        "columns": 2,
        "cells": [{"row": 0, "column": 0, "start": 2, "end": 3}, {"row": 0, "column": 1, "start": 4, "end": 5}],
    }
    paragraphs = sheet(text, [block(0, 1), block(2, 3), block(4, 5), block(6, 7)], [table], [Sentence(1, 4, 5)])
    assert [bool(paragraph.lines) for paragraph in paragraphs] == [False, True, False]
    assert paragraphs[1].lines[0][1].pieces[0].row.pk == 1
    assert text_of(paragraphs) == "前后"


def test_a_table_in_a_cell_is_shown_once_and_in_its_cell():
    text = "甲\n前\n乙\n丙\n后\n丁"
    cell = {"row": 0, "column": 0}
    inner = {"start": 4, "end": 7, "rows": 1, "columns": 2}
    inner["cells"] = [{**cell, "start": 4, "end": 5}, {**cell, "column": 1, "start": 6, "end": 7}]
    outer = {"start": 0, "end": 9, "rows": 1, "columns": 2}
    outer["cells"] = [{**cell, "start": 0, "end": 1}, {**cell, "column": 1, "start": 2, "end": 9}]
    blocks = [block(at, at + 1) for at in range(0, 11, 2)]
    first, last = sheet(text, blocks, [outer, inner], [Sentence(1, 6, 7)])
    assert [piece.text for piece in last.pieces] == ["丁"]
    before, table, after = first.lines[0][1].parts
    assert [part.pieces[0].text for part in (before, after)] == ["前", "后"]
    assert [one.pieces[0].text for one in table.lines[0]] == ["乙", "丙"]
    assert table.lines[0][1].pieces[0].row.pk == 1
    page = render_to_string("plans/_sheet.html", {"paragraphs": [first, last]})
    assert [page.count(f">{letter}<") for letter in "甲前乙丙后丁"] == [1] * 6


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12), st.integers(10, 60))
def test_every_character_of_every_block_stands_once(cuts, size):
    text = "".join(chr(0x4E00 + i) for i in range(size))
    edges = sorted({min(cut, size) for cut in cuts})
    rows = [Sentence(i, a, b) for i, (a, b) in enumerate(zip(edges[::2], edges[1::2], strict=False))]
    middle = size // 2
    paragraphs = sheet(text, [block(0, middle), block(middle, size)], [], rows)
    assert text_of(paragraphs) == text
    for paragraph in paragraphs:
        for piece in paragraph.pieces:
            assert text[piece.offset : piece.offset + len(piece.text)] == piece.text
