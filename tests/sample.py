"""What is costly to make and the same for many tests: made once in a run, whichever process comes first, then copied."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.scratch import ROOT, scratch

TEMPLATES = "postgresql-*"
CACHE = ROOT / ".pytest_cache" / "d" / "databases"


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder ``name`` of this run, filled by ``make``; who comes while it is being made waits."""
    folder = scratch() / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fresh = folder.with_suffix(".fresh")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            make(fresh)
            fresh.rename(folder)
    return folder


def command(home: Path, *words: str, database: str = "") -> None:
    """A console command over ``home`` in demo mode; it must succeed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEICHENG_", "DJANGO_"))}
    environment = {**kept, "WEICHENG_HOME": str(home), "WEICHENG_DEMO": "1", "DATABASE_URL": database}
    started = [sys.executable, "-m", "weicheng.doors.cli", *words]
    done = subprocess.run(started, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr


def migrated_home() -> Path:
    """A home on SQLite with all its tables and nothing in them; kept between runs while no migration changes."""
    kept = CACHE / f"migrated-{_state_of_migrations()}"

    def make(home: Path) -> None:
        if kept.exists():
            shutil.copytree(kept, home, dirs_exist_ok=True)
            return
        command(home, "migrate", "--no-library")
        shutil.rmtree(CACHE, ignore_errors=True)
        fresh = CACHE.with_name(f"{CACHE.name}-{os.getpid()}") / kept.name
        shutil.copytree(home, fresh)
        with contextlib.suppress(OSError):  # another run was quicker
            fresh.parent.rename(CACHE)
        shutil.rmtree(fresh.parent, ignore_errors=True)

    return once("migrated", make)


def _state_of_migrations() -> str:
    """A digest of what decides about the tables."""
    packages = sorted((ROOT / "requirements").glob("*.txt"))
    written = sorted((ROOT / "weicheng").glob("*/*/migrations/*.py"))
    content = b"".join(b"%s %s" % (str(path).encode(), path.read_bytes()) for path in [*packages, *written])
    return hashlib.sha256(content).hexdigest()[:16]


def sample_home() -> Path:
    """A home on SQLite with the sample campaign. To be copied, never to be worked on."""

    def make(home: Path) -> None:
        shutil.copytree(migrated_home(), home, dirs_exist_ok=True)
        command(home, "demo", "load")

    return once("sample", make)


@contextlib.contextmanager
def loaded(blocker: Any) -> Iterator[Any]:
    """The sample campaign in the database of the tests themselves, for all of a module or class; empty afterwards."""
    from django.core.management import call_command
    from django.test import override_settings

    from weicheng.doors.demo.loader import load

    with blocker.unblock(), override_settings(DEMO=True):
        try:
            yield load()
        finally:
            call_command("flush", interactive=False, verbosity=0)


def server() -> str:
    """The address of the PostgreSQL of this run; "" on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def address(name: str) -> str:
    """That of another database on the same server."""
    head, _, query = server().partition("?")
    return head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")


def statement(text: str) -> None:
    import psycopg

    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(text)  # type: ignore[call-overload]


def _template(name: str, make: Callable[[Path, str], None], *, of: str = "template1") -> tuple[Path, str]:
    """A folder and a database made together once, the database from that ``of``; its name lies in the folder."""

    def both(folder: Path) -> None:
        database = f"{name}_{uuid.uuid4().hex[:8]}"
        statement(f"CREATE DATABASE {database} TEMPLATE {of}")
        make(folder, address(database))
        (folder / "database").write_text(database)

    folder = once(f"postgresql-{name}", both)
    return folder, (folder / "database").read_text()


def migrated_database() -> str:
    """The name of a database on the server of this run with all its tables and nothing in them."""
    return _template("migrated", lambda home, url: command(home, "migrate", "--no-library", database=url))[1]


def site_home(home: Path) -> str:
    """Put a copy of the sample campaign into the empty folder ``home``; the address of its database, "" on SQLite."""
    if not server():
        shutil.copytree(sample_home(), home, dirs_exist_ok=True)
        return ""

    def make(folder: Path, url: str) -> None:
        command(folder, "migrate", database=url)  # only the library: the tables are there
        command(folder, "demo", "load", database=url)

    folder, template = _template("sample", make, of=migrated_database())
    shutil.copytree(folder, home, dirs_exist_ok=True)
    name = f"site_{uuid.uuid4().hex[:12]}"
    statement(f"CREATE DATABASE {name} TEMPLATE {template}")
    return address(name)


def drop(url: str) -> None:
    """The server may outlive the run, if it is not ours: no database of the tests stays there."""
    if url:
        name = url.partition("?")[0].rsplit("/", 1)[1]
        statement(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def drop_templates() -> None:
    """At the end of a run, by the process that began it."""
    for folder in scratch().glob(TEMPLATES):
        if server() and (folder / "database").exists():
            drop(address((folder / "database").read_text()))
            shutil.rmtree(folder)
