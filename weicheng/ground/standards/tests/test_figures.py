"""Every figure of the national standard stands in the fact sheet as it stands in the library, as sure and no surer."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from weicheng.ground.standards.choices import Judge
from weicheng.ground.standards.library_files import LIBRARY, read_file

SHEET = Path(__file__).resolve().parents[5] / "shared" / "standards.md"
WEAKEST = ("?", "K", "S*", "S")
MARKS = re.compile(r"\[(S\*|S|K|\?)[0-9a-z]*\]")


def national():
    file, problems = read_file(LIBRARY / "nat-2021-city.yaml")
    assert not problems
    return file.library


@pytest.fixture(scope="module")
def rows():
    """The cells of the table of section 1.3 by row, those of 1.2 by row or by chapter and topic."""
    if not SHEET.exists():
        pytest.skip("../shared/standards.md is not present: it is not part of the repository")
    section, chapter, found = "", "", {}
    for line in SHEET.read_text(encoding="utf-8").splitlines():
        if line.startswith(("## ", "### ")):
            section = line.split()[1].rstrip(".")
        if match := re.match(r"#### Chapter (\d)", line):
            chapter = match[1]
        if line.startswith("| ") and section in ("1.2", "1.3"):
            cells = [cell.strip() for cell in line.strip("|\n ").split("|")]
            first = cells[0].strip("*")
            found[f"{section}:{first}"] = cells
            found[f"{section}:{chapter}:{first.split(' (')[0]}"] = cells
    return found


def weakest(text):
    """The least sure mark of a cell; what stands in brackets or tells of the shape alone is an aside."""
    text = re.sub(r"\([^()]*\)", "", text)
    parts = [part for part in re.split(r"[;,]", text) if not re.search(r"shape|fields", part) or "number" in part]
    return min(MARKS.findall("".join(parts) or text), key=WEAKEST.index)


def confidence_of(cells, level):
    cell, target = cells[6], cells[2 + ("city", "county").index(level) + 1]
    if target == "same?":
        return "?"  # that the county has the same target was assumed, not seen
    own = re.search(rf"{level}[^;]*?(\[[^\]]+\])", cell)
    return weakest(own[1] if own else cell)


def target_cell(cells, level):
    city, county = cells[3], cells[4]
    return city if level == "city" or county.startswith("same") else county


TARGETS = [(one, level, target) for one in national().indicators for level, target in one.targets.items()]


@pytest.mark.parametrize(("one", "level", "target"), TARGETS, ids=lambda value: getattr(value, "key", str(value)[:8]))
def test_a_target_is_as_the_fact_sheet_has_it(rows, one, level, target):
    cells = rows[target.reference]
    assert target.confidence == confidence_of(cells, level.value)
    cell = re.sub(r"as \d+", "", target_cell(cells, level.value))  # "as 49": judged like that row
    numbers = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", cell)}
    if one.key.startswith("air-"):
        numbers = {Decimal(number) for number in re.search(r"= ([\d/]+)", cells[6])[1].split("/")}
    if target.value is not None:
        assert target.value in numbers
    elif target.judge not in (Judge.EXISTS, Judge.LE_OWN_MEAN5):
        assert not numbers or " or " in cell or "one number" in cell


def test_no_row_and_no_column_of_the_fact_sheet_is_left_out(rows):
    asked = {(target.reference.split(":", 1)[1], level) for _, level, target in TARGETS}
    listed = {
        key.split(":")[1]
        for key, cells in rows.items()
        if key.startswith("1.3:") and key.count(":") == 1 and len(cells) == 7
    }
    listed -= {"~no."}
    assert {row for row, _ in asked} == listed
    city_only = {row for row, level in asked if level == "city"} - {row for row, level in asked if level == "county"}
    assert city_only == {row for row in listed if "city only" in rows[f"1.3:{row}"][4]}


def test_a_target_of_two_candidates_is_left_open():
    open_ones = {
        (one.key, level.value) for one, level, target in TARGETS if target.value is None and "两说" in target.source
    }
    assert {"sports-area", "smoke-free-offices", "noise-mean"} <= {key for key, _ in open_ones}
    assert ("main-road-cleaning", "county") in open_ones
    assert ("main-road-cleaning", "city") not in open_ones


@pytest.mark.parametrize(
    "clause", [one for chapter in national().chapters for one in chapter.clauses], ids=lambda one: one.key
)
def test_a_clause_is_as_sure_as_the_fact_sheet(rows, clause):
    cells = rows[clause.reference]
    is_numbered = cells[0].isdigit()
    number = cells[0] if is_numbered else ""
    # The table of chapter 1 has no column for it: its heading says where all of it was seen.
    last = "[S2]" if is_numbered and int(number) <= 5 else cells[-1]
    if last.startswith("indicator"):
        assert clause.confidence == "K"  # the figure was seen, the wording was not
    else:
        content = re.sub(r", practice.*", "", last)
        assert clause.confidence == weakest(";".join(part for part in content.split(";") if "number" not in part))
    if number:
        assert clause.number == number
        assert clause.number_confidence == "?" or int(number) < 16
    if not clause.number:
        assert clause.number_confidence == "?"


def other(name):
    file, problems = read_file(LIBRARY / f"{name}.yaml")
    assert not problems
    return file.library


def numbers_of(line):
    return {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", line)}


def rows_with(words, text):
    return [line for line in text.splitlines() if words in line and line.startswith("|")]


@pytest.fixture(scope="module")
def sheet():
    if not SHEET.exists():
        pytest.skip("../shared/standards.md is not present: it is not part of the repository")
    return SHEET.read_text(encoding="utf-8")


LIMITS = [one for name in ("27770", "27771", "27772", "27773") for one in other(f"gbt-{name}-2011").limits]


@pytest.mark.parametrize("one", LIMITS, ids=lambda one: one.key)
def test_a_limit_is_as_the_fact_sheet_has_it(sheet, one):
    words = one.reference.split(":", 1)[1]
    table = sheet[sheet.index("### 5.5") : sheet.index("### 5.6")]
    rows = [[cell.strip() for cell in row.strip("| \n").split("|")] for row in rows_with(f"| {one.subject}", table)]
    [cells] = [cells for cells in rows if cells[0].startswith(one.subject) and cells[1].startswith(words)]
    for letter, cell in zip("abc", cells[2:5], strict=True):
        value = getattr(one, letter)
        if value is None:
            assert one.confidences[letter] == "?"
        elif cell.strip("*") == "none":
            assert value == 0
        else:
            assert value in numbers_of(cell)
    marks = MARKS.findall(re.sub(r"\([^()]*\)", "", cells[5]))
    assert one.confidences["c"] in marks


def test_the_limits_of_the_fly_standard_of_2025_are_unknown():
    for one in other("gbt-27772-2025").limits:
        assert (one.a, one.b, one.c) == (None, None, None)
        assert set(one.confidences.values()) == {"?"}


def test_the_sections_of_the_field_forms_are_those_of_the_fact_sheet(sheet):
    form = sheet[sheet.index("### 5.1") : sheet.index("### 5.2")]
    for section in other("field-city").sections:
        [row] = rows_with(f"| {section.number} | {section.title}", form)
        assert row.split("|")[3].strip() == str(section.points)
        assert all(
            line.points in numbers_of(row) for line in section.lines if line.points and line.reference.startswith("5.1")
        )
    county = form[form.index("County-seat") :].replace("\n", " ")
    for section in other("field-county").sections:
        assert f"{section.title} {section.points}" in county


def test_the_sample_sizes_are_those_of_the_fact_sheet(sheet):
    table = sheet[sheet.index("### 5.4") : sheet.index("### 5.5")]
    by_type = {}
    for one in other("technical-assessment").samples:
        by_type.setdefault(one.place_type, []).append(one.least)
    for words, name in (("**total**", "合计"), ("| 爱国卫生组织管理", "爱国卫生组织管理"), ("健康教育和健康促进", "健康教育和健康促进"),
                        ("市容环境卫生", "市容环境卫生"), ("主次干道", "市容：主次干道"), ("rest (", "其余部分")):  # fmt: skip
        cells = [cell.strip(" *") for cell in rows_with(words, table)[0].split("|")]
        assert cells[2:5] == [str(number) for number in by_type[name]]


OLD = [
    (one, target) for one in other("nat-2014").indicators for target in one.targets.values() if target.value is not None
]


@pytest.mark.parametrize(("one", "target"), OLD, ids=lambda value: getattr(value, "key", ""))
def test_a_figure_of_2014_stands_in_the_row_of_its_chapter(sheet, one, target):
    table = sheet[sheet.index("## 3. 2014") : sheet.index("### 3.1")]
    [row] = rows_with(f"| {target.reference.split(':')[1]} | ", table)
    assert target.value in numbers_of(row) or (target.value == 1 and "1 h" in row)
    assert target.confidence == "S"


TOWN = [(one, target) for one in other("nat-2021-town").indicators for target in one.targets.values()]


@pytest.mark.parametrize(("one", "target"), TOWN, ids=lambda value: getattr(value, "key", ""))
def test_a_figure_of_the_towns_stands_in_its_row_with_the_same_doubt(sheet, one, target):
    table = sheet[sheet.index("## 2. 《国家卫生乡镇标准》") : sheet.index("## 3. 2014")]
    row = next(row for row in rows_with(target.reference.split(":", 1)[1][:6], table))
    cells = [cell.strip() for cell in row.strip("| \n").split("|")]
    if target.value is not None:
        assert target.value in numbers_of(cells[1])
    assert target.confidence in MARKS.findall(cells[2]) or (target.confidence == "?" and "?" in cells[1])


def test_the_figures_of_the_province_are_those_of_the_text_they_were_taken_from(sheet):
    text = sheet[sheet.index("### 5.6") : sheet.index("## 6.")]
    values = {target.value for one in other("province-example").indicators for target in one.targets.values()}
    assert values <= numbers_of(text)
