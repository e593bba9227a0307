"""A real server with its worker over a home of its own, with the sample campaign, as `make run` starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.sample import drop, site_home

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "docs" / "screenshots"
PASSWORD = "qinghe2026"


@dataclass(frozen=True)
class Site:
    url: str
    home: Path
    environment: dict[str, str]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("site")
    port = _free_port()
    environment = {**os.environ, "WEICHENG_HOME": str(home), "WEICHENG_DEMO": "1", "PYTHONPATH": str(ROOT)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment["DATABASE_URL"] = database = site_home(home)
    command = [sys.executable, "-m", "weicheng.doors.cli"]
    log = (home / "serve.log").open("w")
    server = subprocess.Popen(
        [*command, "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _await(lambda: _answers(server, url, home), 300)
        yield Site(url, home, environment)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        log.close()
        drop(database)


def _answers(server: subprocess.Popen[bytes], url: str, home: Path) -> bool:
    assert server.poll() is None, (home / "serve.log").read_text()
    return bool(urllib.request.urlopen(f"{url}/healthz", timeout=2).status == 200)


def _await(ready: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if ready():
                return
        except OSError:
            pass
        assert time.monotonic() < end, "the server did not come up"
        time.sleep(0.2)


@pytest.fixture
def login(site: Site) -> Callable[[Any, str], None]:
    def inner(page: Any, username: str) -> None:
        page.goto(f"{site.url}/login/")
        page.get_by_label("账号").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{site.url}/")

    return inner


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """A page on a phone held upright, touched and not clicked. An error in its console fails the test."""
    size = {"width": 390, "height": 844}
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport=size, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(15_000)
    tab = context.new_page()
    errors: list[str] = []
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    context.close()
    assert not errors, errors


def shown_pictures() -> set[str]:
    """Names of the pictures that readme and manual show."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return {name for page in pages for name in re.findall(r"screenshots/([\w-]+)\.png", page.read_text("utf-8"))}


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Takes a picture of the page: one that the manual shows goes into docs/screenshots with WEICHENG_SCREENSHOTS=1
    (make screenshots), every other stays beside the test."""
    wanted = shown_pictures() if os.environ.get("WEICHENG_SCREENSHOTS") == "1" else set()

    def inner(page: Any, name: str, **options: Any) -> Path:
        path = (SCREENSHOTS if name in wanted else tmp_path) / f"{name}.png"
        page.evaluate("document.querySelectorAll('.wc-message').forEach(one => one.remove())")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=path, **options)
        return path

    return inner
