"""One reader of YAML with line numbers, for the standards and the measures alike."""

import re
from pathlib import Path

import pytest

from weicheng.ground.kernel.lined_yaml import Unreadable, source_of

PRODUCT = Path(__file__).resolve().parents[3]


def test_every_part_knows_its_line_and_what_is_missing_that_of_what_should_hold_it():
    source = source_of(b"name: a\nrows:\n  - {x: 1}\n  - x: 2\n    y: 3\n", "t.yaml")
    assert source.data["rows"][1] == {"x": 2, "y": 3}
    assert [source.line(path) for path in ((), ("rows",), ("rows", 0, "x"), ("rows", 1, "y"), ("rows", 1, "z"))] == [
        1,
        2,
        3,
        5,
        4,
    ]
    assert str(source.problem(("rows", 1, "y"), "不对。")) == "t.yaml:5 不对。"


@pytest.mark.parametrize(
    "content",
    [b"a: 1\na: 2", b"a: [1", b"\ta: 1", b"a: @x", b"a: *x", b"a: 1\n---\nb: 2", b"\x00", b"a: 2021-13-40", b"a: &x [*x]",
     b'a: "x', b"a: b: c", b"a: 1\n  b: 2\n c: 3"],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_chinese_with_its_line(content):
    with pytest.raises(Unreadable) as refused:
        source_of(content, "t.yaml")
    for problem in refused.value.problems:
        assert re.fullmatch(r"t\.yaml:\d+ [^.]*。", str(problem))
        assert not re.search(r"[A-Za-z]{5,}", problem.sentence)


def test_a_few_lines_that_stand_for_billions_are_refused_at_once():
    bomb = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    with pytest.raises(Unreadable, match=r"t\.yaml:2 .*不能用.引用别处"):
        source_of(bomb.encode(), "t.yaml")


def test_no_other_part_of_the_product_reads_yaml_by_itself():
    readers = [path for path in PRODUCT.rglob("*.py") if re.search(r"^\s*(import|from) yaml", path.read_text(), re.M)]
    assert {path.name for path in readers if "training" not in path.parts} == {"lined_yaml.py"}
