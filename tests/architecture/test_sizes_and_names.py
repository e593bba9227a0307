"""The house rules that a program can watch: short modules, short functions, names that say something."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE_LINES, FUNCTION_LINES = 400, 60
FORBIDDEN = {"utils", "helpers", "common", "misc", "core", "manager", "base"}


def modules() -> Iterator[Path]:
    for folder in ("weicheng", "tools", "benchmarks"):
        found = sorted((ROOT / folder).rglob("*.py"))
        yield from (path for path in found if not {"migrations", "tests"} & set(path.parts))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_module_is_longer_than_400_lines():
    long = {shown(path): count for path in modules() if (count := len(path.read_text().splitlines())) > MODULE_LINES}
    assert long == {}


def test_no_function_is_longer_than_60_lines():
    long = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = (node.end_lineno or 0) - node.lineno + 1
                if count > FUNCTION_LINES:
                    long[f"{shown(path)}:{node.name}"] = count
    assert long == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [shown(path) for path in modules() if path.stem in FORBIDDEN] == []


def test_no_work_is_left_as_a_note_in_the_code():
    marks = re.compile(r"#.*\b(TO" + "DO|FIX" + "ME|XX" + "X)")
    found = [
        f"{shown(path)}:{number}"
        for path in [*modules(), *sorted((ROOT / "tests").rglob("*.py"))]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def test_every_room_says_what_it_is():
    rooms = [path.parent for path in (ROOT / "weicheng").rglob("apps.py")]
    assert [shown(room) for room in rooms if not ast.get_docstring(ast.parse((room / "__init__.py").read_text()))] == []
