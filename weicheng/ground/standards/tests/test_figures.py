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
