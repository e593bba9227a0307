"""Clauses, outline, items, the whole reading, and how rows are written out. All sentences are made up."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from weicheng.engines.reader import read_document, read_text
from weicheng.engines.reader.clause_kinds import shape_of
from weicheng.engines.reader.document import Block, Document, Locator
from weicheng.engines.reader.model import LABELS, Model, parse_model
from weicheng.engines.reader.outline import build_outline
from weicheng.engines.reader.output import to_json, to_jsonl, to_table, to_xlsx
from weicheng.engines.reader.sentences import fold, read_mark, split_clauses
from weicheng.engines.reader.sources.watch import ReadingCancelled

GOLD = Path(__file__).resolve().parents[5] / "shared" / "gold"
PAPER = """柳河区供销社2024年创建卫生区工作方案
为改善机关环境，根据区里的统一部署，结合实际，制定本方案。
一、工作目标
2024年9月底前通过区级验收；职工健康知识知晓率达到85%以上。
二、主要任务
（一）环境整治。办公室每周五组织一次大扫除，清理楼道杂物；各科室要落实门前三包责任制。
（二）健康教育。每季度更换一次宣传栏内容，举办健康知识讲座2场，营造人人参与的良好氛围。
三、工作步骤
（一）动员阶段（3月1日至3月31日）。召开动员大会，制定实施方案。
四、工作要求
各科室要高度重视，充分认识创建工作的重要意义。对工作不力的科室，予以通报批评。
柳河区供销社
2024年2月20日
"""


def clauses_of(text: str) -> list[str]:
    text = fold(text)
    return [text[c.start : c.end] for c in split_clauses(text)]


def headings_of(text: str) -> list[tuple[str, ...]]:
    text = fold(text)
    clauses = split_clauses(text)
    outline = build_outline(text, clauses)
    return [tuple(text[outline.headings[n].start : outline.headings[n].end] for n in path) for path in outline.path]


def test_clauses_end_at_commas_but_not_inside_titles_quotes_and_brackets() -> None:
    assert clauses_of("印发《方案，细则》，做好“一日，两查”，更换灯具（共8盏，含路灯）。") == [
        "印发《方案,细则》",
        "做好“一日,两查”",
        "更换灯具(共8盏,含路灯)",
    ]


def test_a_time_of_day_and_thousands_are_not_cut() -> None:
    assert clauses_of("每天8:30集合,投放1,200只垃圾桶") == ["每天8:30集合", "投放1,200只垃圾桶"]


@pytest.mark.parametrize(
    ("written", "style", "ordinal"),
    [
        ("十二、保障措施", "han", 12),
        ("(三)宣传", "hanb", 3),
        ("㈣宣传", "hanc", 4),
        ("5.清扫", "num", 5),
        ("3、5月31日前完成", "num", 3),
        ("(6)清扫", "numb", 6),
        ("⑦清扫", "circ", 7),
        ("二是清扫", "run", 2),
        ("第三,清扫", "run", 3),
        ("第二阶段:整治", "stage", 2),
    ],
)
def test_list_marks_of_every_style_are_read(written: str, style: str, ordinal: int) -> None:
    mark = read_mark(fold(written), 0)
    assert mark is not None
    assert (mark.style, mark.ordinal) == (style, ordinal)


@pytest.mark.parametrize("written", ["2024年底前", "5.5万元", "三个月内", "5月份开展"])
def test_numbers_that_are_no_list_marks_are_left_alone(written: str) -> None:
    assert read_mark(written, 0) is None


def test_a_heading_at_the_front_of_a_paragraph_stands_above_the_rest_of_it() -> None:
    assert headings_of("一、任务\n1.抓清扫。每天清扫两次。\n2.抓宣传。张贴标语。")[-1] == ("任务", "抓宣传")


def test_a_numbered_sentence_without_more_is_no_heading() -> None:
    assert headings_of("一、任务\n1、清扫院子。\n2、张贴标语。")[-1] == ("任务",)


def test_a_broken_outline_finds_its_way_back_by_rank() -> None:
    text = "1、目标\n门前整洁。\n三、安排\n1、各室每天打扫。\n四、措施\n(一)督查。每周检查一次。"
    assert headings_of(text)[-1] == ("措施", "督查")


def test_a_run_in_list_ends_with_its_paragraph() -> None:
    paths = headings_of("一、要求\n一是要抓落实。各室分工负责。二是严督查。每周检查。\n全体职工参加。")
    assert paths[3] == ("要求", "严督查") or paths[4] == ("要求", "严督查")
    assert paths[-1] == ("要求",)


@pytest.mark.parametrize(
    ("piece", "kind"),
    [
        ("召开全镇动员会", "act"),
        ("办公室要及时清理杂物", "act"),
        ("严禁乱倒垃圾", "forbid"),
        ("按照上级的统一要求", "means"),
        ("切实提高服务水平", "softabs"),
        ("高度重视创建工作", "attitude"),
        ("先后投入资金300万元", "past"),
        ("接种率达到95%以上", "target"),
        ("地面整洁无纸屑", "state"),
        ("对完不成任务的", "cond"),
        ("动员阶段(3月1日至4月1日)", "phase"),
        ("特制定本方案", "selfref"),
    ],
)
def test_the_clause_grammar_tells_what_a_clause_does(piece: str, kind: str) -> None:
    assert shape_of(piece).kind == kind


def test_a_paper_is_read_into_rows_with_their_facts() -> None:
    reading = read_text(PAPER)
    rows = {row.quote: row for row in reading.rows}
    goal = next(row for quote, row in rows.items() if "区级验收" in quote)
    assert (goal.deadline, goal.section) == ("2024-09-30", ["工作目标"])
    cleaning = next(row for quote, row in rows.items() if "大扫除" in quote)
    assert cleaning.recurrence == "FREQ=WEEKLY;BYDAY=FR"
    assert [owner.name for owner in cleaning.owners] == ["办公室"]
    assert cleaning.section == ["主要任务", "环境整治"]
    phase = next(row for quote, row in rows.items() if quote.startswith("动员阶段"))
    assert phase.deadline == {"start": "2024-03-01", "end": "2024-03-31"}
    assert phase.category == "organisation"
    assert not any("重要意义" in quote or "制定本方案" in quote for quote in rows)
    assert reading.plan.year == 2024


def test_rows_quote_the_text_exactly_in_order_and_do_not_overlap() -> None:
    reading = read_text(PAPER)
    assert len(reading.rows) >= 8
    for row in reading.rows:
        assert reading.text[row.start : row.end] == row.quote
        assert 6 <= len(row.title) <= 30
        assert 0 < row.confidence < 1
    ends = [row.end for row in reading.rows]
    assert all(after.start >= end for after, end in zip(reading.rows[1:], ends, strict=False))


def test_a_report_of_past_work_has_no_rows() -> None:
    report = """柳河区供销社爱国卫生工作总结
一年来，我社高度重视爱国卫生工作，成立了领导小组，先后召开会议5次。
一、主要做法及成效
共清理垃圾30余吨，拆除违章建筑6处，发放宣传单2000份，环境面貌有了明显改观，得到了群众的充分肯定。
二、存在的问题
部分职工卫生意识不强，设施还比较落后。
"""
    assert read_text(report).rows == []


@pytest.mark.parametrize("text", ["", "\n\n", "。，；", "一、\n二、\n", "（）", "1、2、3、"])
def test_texts_without_sentences_have_no_rows(text: str) -> None:
    assert read_text(text).rows == []


def test_a_year_that_is_given_is_the_year_of_the_dates() -> None:
    text = "一、任务\n6月底前新建公厕3座。\n"
    assert [row.deadline for row in read_text(text, year=2031).rows] == ["2031-06-30"]
    unknown = read_text(text).rows
    assert [row.deadline for row in unknown] == [None]
    assert any("年份" in doubt for doubt in unknown[0].doubts)


def test_a_time_that_opens_a_sentence_holds_for_its_later_rows() -> None:
    text = "2025年工作安排\n一、任务\n3月底前，完成道路硬化2公里，新建公厕1座；组织一次义务劳动。\n"
    rows = {row.quote: row.deadline for row in read_text(text).rows}
    assert next(due for quote, due in rows.items() if "公厕" in quote) == "2025-03-31"
    assert next(due for quote, due in rows.items() if "义务劳动" in quote) is None


def test_each_row_says_where_its_paragraph_stands() -> None:
    text = "任务\n办公室每天打扫卫生。"
    blocks = (Block(0, 2, level=1, locator=Locator(page=1)), Block(3, len(text), locator=Locator(page=2)))
    rows = read_document(Document(text, blocks)).rows
    assert [row.locator.page for row in rows] == [2]
    assert rows[0].section == ["任务"]


def test_reading_tells_how_far_it_is_and_stops_when_asked() -> None:
    seen: list[int] = []
    document = Document(PAPER, (), wrapped=True)
    read_document(document, progress=lambda done, total, what: seen.append(100 * done // total))
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert seen[-1] == 100
    with pytest.raises(ReadingCancelled):
        read_document(document, cancelled=lambda: len(seen) > 0)


def test_jsonl_has_the_fields_of_the_guide() -> None:
    reading = read_text(PAPER)
    lines = [json.loads(line) for line in to_jsonl(reading).splitlines()]
    assert len(lines) == len(reading.rows)
    guide = {
        "quote",
        "title",
        "owners",
        "deadline_text",
        "deadline",
        "recurrence_text",
        "recurrence",
        "quantities",
        "section",
    }
    assert guide | {"category", "start", "end", "confidence", "doubts", "locator"} <= set(lines[0])
    assert json.loads(to_json(reading))["plan"]["year"] == 2024


def test_the_table_and_the_workbook_show_every_row() -> None:
    reading = read_text(PAPER)
    assert len(to_table(reading).splitlines()) == len(reading.rows) + 1
    sheet = load_workbook(io.BytesIO(to_xlsx(reading))).active
    assert sheet is not None
    titles = [sheet.cell(number, 2).value for number in range(2, sheet.max_row + 1)]
    assert titles == [row.title for row in reading.rows]


def test_the_best_labels_never_go_on_with_a_row_that_did_not_begin() -> None:
    model = parse_model({"weights": {"x": [0, 5, 0]}, "transitions": [[0, 0, 0], [0, 0, 0], [0, 9, 0]]})
    labels = model.decode(model.scores([["x"], ["x"], ["y"], ["x"]]))
    names = [LABELS[label] for label in labels]
    assert all(after != "I" or before != "O" for before, after in zip(["O", *names], names, strict=False))


def test_marginals_are_chances() -> None:
    model = Model({"a": 2 + 1j}, ((0.1, 0.5, 0.2), (0.1, 0.9, 0.2), (0.3, 0.0, 0.8)))
    for chances in model.marginals(model.scores([["a"], [], ["a", "a"], ["b"]])):
        assert sum(chances) == pytest.approx(1)
        assert min(chances) >= 0


def test_importing_the_reader_takes_neither_django_nor_numpy() -> None:
    code = (
        "import sys, weicheng.engines.reader.reading; "
        "print([m for m in ('django', 'numpy', 'scipy') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated papers of ../shared/gold are not beside this clone")
def test_the_shared_papers_are_read_as_well_as_measured(tmp_path: Path) -> None:
    for file in sorted((GOLD / "docs").glob("*.txt")):
        answer = to_jsonl(read_text(file.read_text(encoding="utf-8")))
        (tmp_path / f"{file.stem}.jsonl").write_text(answer, encoding="utf-8")
    command = [sys.executable, str(GOLD / "score.py"), str(GOLD), str(tmp_path), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert found["total"]["rows"]["f1"] >= 0.75
    assert found["matched"]["section"]["f1"] >= 0.93
    assert found["matched"]["owners"]["f1"] >= 0.90
    assert found["titles"] >= 0.95
    assert found["documents"]["003-02-jiangan-report"]["predicted"] == 0


def test_the_number_of_a_list_entry_is_no_part_of_the_date_after_it() -> None:
    text = (
        "柳河县2026年创卫工作实施方案\n一、4月10日前，各乡镇清运积存垃圾。\n四、8月底前，县卫健局完成公共场所检查200家。\n"
        "十、6月底前，县住建局完成公厕改造5座。\n"
    )
    rows = read_text(text).rows
    assert [row.deadline for row in rows] == ["2026-04-10", "2026-08-31", "2026-06-30"]
    assert all(not row.quote.startswith(("四", "十")) for row in rows)


def test_a_date_that_opens_an_entry_with_entries_under_it_holds_for_the_entry() -> None:
    text = (
        "柳河县2026年创卫工作实施方案\n一、重点任务\n（一）4月10日前，各乡镇完成镇区卫生大扫除，清运积存垃圾。\n"
        "1. 3月10日前，县住建局拆除违建30处。\n"
    )
    deadlines = {row.quote[-6:]: row.deadline for row in read_text(text).rows}
    assert deadlines["清运积存垃圾"] == "2026-04-10"
