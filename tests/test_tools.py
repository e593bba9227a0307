"""The tools behind make: what they promise about themselves."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"tool_{name}", ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(path: Path, *cases: str) -> Path:
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    return path


def test_a_skipped_test_does_not_count_as_executed(tmp_path):
    cases = ('<testcase classname="a" name="ran"/>', '<testcase classname="a" name="not"><skipped/></testcase>')
    assert tool("test_both").executed(report(tmp_path / "r.xml", *cases)) == {"a::ran"}


@pytest.mark.parametrize(("second", "code"), [(("a", "b"), 0), (("a",), 1)])
def test_fewer_tests_on_postgresql_fail_the_run(tmp_path, monkeypatch, second, code):
    both = tool("test_both")
    written = iter((("a", "b"), second))

    def run(name, path, extra, environment):
        report(path, *(f'<testcase classname="x" name="{name}"/>' for name in next(written)))
        return 0

    monkeypatch.setattr(both, "run_tests", run)
    monkeypatch.setattr(both, "ensure_chromium", lambda: None)
    monkeypatch.setattr(both, "on_postgresql", lambda path, folder, extra: run("PostgreSQL", path, extra, {}))
    monkeypatch.setattr(sys, "argv", ["test_both.py"])
    assert both.main() == code


@pytest.mark.parametrize(
    ("classname", "marked", "code"),
    [("weicheng.engines.reader.tests.x", True, 0), ("weicheng.engines.x", False, 1), ("weicheng.work.x", True, 1)],
)
def test_only_what_is_of_an_engine_and_marked_may_be_executed_once(tmp_path, monkeypatch, classname, marked, code):
    both = tool("test_both")
    mark = '<properties><property name="database" value="none"/></properties>' if marked else ""
    once, twice = f'<testcase classname="{classname}" name="a">{mark}</testcase>', '<testcase classname="x" name="b"/>'
    monkeypatch.setattr(both, "run_tests", lambda name, path, *_: report(path, once, twice) and 0)
    monkeypatch.setattr(both, "ensure_chromium", lambda: None)
    monkeypatch.setattr(both, "on_postgresql", lambda path, folder, extra: report(path, twice) and 0)
    monkeypatch.setattr(sys, "argv", ["test_both.py"])
    assert both.main() == code


def test_a_python_that_is_too_old_is_told_what_to_install(monkeypatch):
    setup = tool("setup")
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match="apt-get install python3 python3-venv"):
        setup.make_venv()


def test_every_symbol_of_the_sprite_takes_its_line_width_from_the_page():
    sprite = (ROOT / "static_vendor" / "icons.svg").read_text()
    assert sprite.count("<symbol ") == len(tool("assets").icon_names())
    assert "stroke-width" not in sprite


def test_an_icon_that_does_not_exist_stops_the_copying(monkeypatch):
    with pytest.raises(SystemExit, match="没有“no-such-icon”"):
        tool("assets").symbol("no-such-icon")
