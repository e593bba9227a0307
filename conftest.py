"""Fixtures for all tests: no network but the loopback, a real Chromium, the shared material where it is present."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests import sample

ROOT = Path(__file__).resolve().parent
SHARED = ROOT.parent / "shared"
ENGINES = ROOT / "weicheng" / "engines"
LONG, LONG_FILES = ROOT / "tests", ("test_worker.py", "test_loader.py", "test_serve.py", "test_backup.py")


def _check_loopback(address: Any) -> None:
    if not isinstance(address, tuple):
        return  # a unix socket
    host = str(address[0])
    try:
        local = host in {"", "localhost"} or ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        local = False
    if not local:
        raise RuntimeError(f"a test may speak only to this machine, not to {host}")


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Every connection that leaves the machine is an error of the test."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, real: Any = real) -> Any:
            _check_loopback(address)
            return real(self, address)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite: the file stands ready when Django comes to make it (below); it goes with the folder of the run."""
    return not sample.server()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tables are made once in a run, not once by each of its processes."""
    test = connections["default"].settings_dict["TEST"]
    if sample.server():
        test["TEMPLATE"] = sample.migrated_database()
    else:
        shutil.copyfile(sample.migrated_home() / "weicheng.sqlite3", test["NAME"])


@pytest.fixture(scope="session")
def live_server() -> Iterator[Any]:
    """A server in this process, over the database of the tests."""
    from tests.live import AwaitedLiveServer  # Django is not set up when this file is read

    server = AwaitedLiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def live_server_at_rest(request: pytest.FixtureRequest) -> Iterator[None]:
    """Set up before the page and so torn down after it: the tables are emptied when nobody reads or writes them."""
    yield
    if "live_server" in request.fixturenames:
        request.getfixturevalue("live_server").await_rest()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real papers that stands beside a checkout of the developers; absent elsewhere."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("../shared is not present: its papers are not part of the repository")
    return SHARED


def chromium_path() -> str | None:
    """The Chromium of the distribution, or the one that WEICHENG_CHROMIUM names."""
    given = os.environ.get("WEICHENG_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome")
    return given or next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One headless Chromium for the whole run (Playwright's sync API)."""
    playwright = pytest.importorskip("playwright.sync_api")
    # While its loop runs, Django gives this thread connections of another set: what is open now would stay so, forgotten.
    connections.close_all()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the sync API keeps a loop in this thread; the ORM is not used in it
    playwright.expect.set_options(timeout=15_000)  # as long as an action may wait (below); the machine may be busy
    flags = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=chromium_path(), args=[*flags, "--disable-sync"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A Chinese desktop page. An error in its console (a blocked script, a missing file) fails the test."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    tab = context.new_page()
    errors: list[str] = []
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.console_errors = errors
    yield tab
    context.close()
    assert not errors, errors


def knows_no_database(item: pytest.Item) -> bool:
    """A test of an engine: engines know neither Django nor a database, and pytest-django lets none of these reach one."""
    asked = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return ENGINES in item.path.parents and not asked and item.get_closest_marker("django_db") is None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "browser" in names:
            item.add_marker(pytest.mark.browser)
        if "shared" in names:
            item.add_marker(pytest.mark.shared)
        if knows_no_database(item):
            item.user_properties.append(("database", "none"))
    if os.environ.get("WEICHENG_TESTS") == "database":  # the second run of tools/test_both.py
        config.hook.pytest_deselected(items=[item for item in items if knows_no_database(item)])
        items[:] = [item for item in items if not knows_no_database(item)]
    if hasattr(config, "workerinput"):
        # Files are handed out in this order: the long ones first, so that none is begun when the others are done.
        items.sort(key=lambda item: not item.path.is_relative_to(LONG) and item.path.name not in LONG_FILES)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        sample.drop_templates()
