"""Everything comes back: each table, each file, on the same database and on the other."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from tests.sample import migrated_home
from weicheng.ground.kernel import audit, chain, jobs
from weicheng.ground.kernel.backup import backup
from weicheng.ground.kernel.models import AuditEvent, Job
from weicheng.ground.kernel.restore import BadBackup, NotEmpty, restore
from weicheng.ground.kernel.snapshot import extra_database, sqlite_settings
from weicheng.ground.kernel.tables import all_models, digest_table, load_rows, rows_of, sequences, set_sequences
from weicheng.ground.kernel.tests import worker_process  # noqa: F401 - registers the handlers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("further_databases")]


@pytest.fixture
def home(settings, tmp_path) -> Path:
    """A home with two files, a key and some sealed rows."""
    settings.HOME = tmp_path / "home"
    for name, content in (
        ("files/ab/cd/one", "一".encode()),
        ("files/ef/01/two", os.urandom(300_000)),
        ("secret_key", b"k" * 50),
    ):
        path = settings.HOME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    ContentType.objects.get_or_create(app_label="first", model="made")
    jobs.run_inline(jobs.enqueue("test.count", {"pages": 2}, label="读取《方案》"))
    jobs.enqueue("test.count", {"页": [1, 2.5, 100.0, None, {"深": "值"}]})
    for number in range(5):
        audit.record(
            "test.done",
            label=f"第{number}次",
            after={"值": 1e2, "小": 0.1, "句": "“引号”\u2028\\n"},
            reason="原因\n两行",
        )
    chain.seal()
    audit.record("test.done", label="待封存")
    AuditEvent.objects.filter(number=None).delete()
    audit.record("test.done", label="编号跳过一个")
    return settings.HOME


def everything(alias: str = "default") -> dict[str, dict]:
    return {model._meta.db_table: digest_table(model, alias) for model in all_models()}


def files_of(home: Path) -> dict[str, str]:
    kept = [path for path in home.rglob("*") if path.is_file() and path.suffix != ".sqlite3"]
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in kept
        if not path.relative_to(home).parts[0].startswith("before-restore")
    }


def copy_by_sqlite(original: Path, copy: Path) -> None:
    """Through SQLite, never by reading the file: whoever opens and closes a database file himself lets go of every lock
    that this process has on it (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_)."""
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


@pytest.fixture
def own_file(tmp_path, settings):
    """On SQLite a restore exchanges the database file: the tests' own is put back afterwards."""
    if connection.vendor != "sqlite":
        yield
        return
    original = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    copy = tmp_path / "own.sqlite3"
    copy_by_sqlite(original, copy)
    connection.settings_dict["NAME"] = str(copy)
    yield
    connection.close()
    connection.settings_dict["NAME"] = str(original)


def test_copying_the_database_takes_no_lock_from_a_connection_that_is_open(tmp_path):
    """Without its lock another process believes to be the last one, and takes away the log that is still written to."""
    file = tmp_path / "shared.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as ours:
        ours.execute("PRAGMA journal_mode = WAL")
        ours.execute("CREATE TABLE line (text)")
        copy_by_sqlite(file, tmp_path / "copy.sqlite3")
        passing = (
            f"import sqlite3; one = sqlite3.connect({str(file)!r}); one.execute('SELECT * FROM line'); one.close()"
        )
        subprocess.run([sys.executable, "-c", passing], check=True, timeout=300)
        assert file.with_name("shared.sqlite3-wal").exists()
        ours.execute("INSERT INTO line VALUES ('kept')")
    with closing(sqlite3.connect(file)) as later:
        assert later.execute("SELECT text FROM line").fetchall() == [("kept",)]


def lose_everything(home: Path) -> None:
    for model in all_models():
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            name = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {name}" if connection.vendor == "sqlite" else f"TRUNCATE {name} CASCADE")
    for path in sorted(home.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def test_a_backup_brings_back_every_row_and_every_file(own_file, home, tmp_path):
    file = tmp_path / "all.zip"
    chain.seal()
    backup(file)
    before, files, counters = everything(), files_of(home), sequences("default")
    lose_everything(home)
    assert everything() != before
    done = restore(file)
    assert everything() == before
    assert files_of(home) == files
    assert sequences("default") == counters
    assert chain.verify().problems == []
    assert done.kept is None
    assert done.rows == sum(table["rows"] for table in before.values())


def test_the_backup_is_readable_by_its_owner_only(home, tmp_path):
    backup(tmp_path / "all.zip")
    assert (tmp_path / "all.zip").stat().st_mode & 0o077 == 0


def test_a_restore_over_data_needs_force_and_keeps_what_was_there(own_file, home, tmp_path):
    file = tmp_path / "all.zip"
    backup(file)
    saved = everything()
    audit.record("test.later", label="备份以后的事")
    (home / "files" / "later").write_text("later")
    with pytest.raises(NotEmpty, match="已有"):
        restore(file)
    assert AuditEvent.objects.filter(action="test.later").exists()
    done = restore(file, force=True)
    assert everything() == saved
    assert not (home / "files" / "later").exists()
    assert (done.kept / "files" / "later").read_text() == "later"
    kept = [path.name for path in done.kept.iterdir()]
    assert "own.sqlite3" in kept or "database-and-files.zip" in kept


def rewritten(source: Path, target: Path, name: str, change) -> Path:
    """A copy of a backup in which one member's bytes were changed (None = left out)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == name:
                content = change(content)
            if content is not None:
                new.writestr(member, content)
    return target


@pytest.mark.parametrize(
    ("member", "change", "reason"),
    [
        (
            "tables/kernel_auditevent.jsonl",
            lambda content: content.replace("第1次".encode(), "第9次".encode()),
            "与清单不符",
        ),
        ("tables/kernel_auditevent.jsonl", lambda content: content.split(b"\n", 1)[1], "与清单不符"),
        ("tables/kernel_job.jsonl", lambda content: None, "缺少表kernel_job"),
        ("home/files/ab/cd/one", lambda content: b"other", "与清单不符"),
        ("home/files/ef/01/two", lambda content: None, "缺少文件"),
        ("manifest.json", lambda content: None, "没有备份清单"),
        ("manifest.json", lambda content: content.replace(b'"format": 1', b'"format": 9'), "请先升级"),
        (
            "manifest.json",
            lambda content: content.replace(b"0002_periodic_runs", b"0099_from_the_future"),
            "更新的版本",
        ),
    ],
)
def test_a_backup_that_is_not_as_it_was_written_changes_nothing(home, tmp_path, member, change, reason):
    backup(tmp_path / "all.zip")
    bad = rewritten(tmp_path / "all.zip", tmp_path / "bad.zip", member, change)
    before, files = everything(), files_of(home)
    with pytest.raises(BadBackup, match=reason):
        restore(bad, force=True)
    assert (everything(), files_of(home)) == (before, files)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"hello"])
def test_a_file_that_is_no_backup_is_told_in_a_sentence(home, tmp_path, content):
    (tmp_path / "no.zip").write_bytes(content)
    with pytest.raises(BadBackup, match="不是完整的备份文件"):
        restore(tmp_path / "no.zip")


def test_half_a_backup_is_told_in_a_sentence(home, tmp_path):
    backup(tmp_path / "all.zip")
    whole = (tmp_path / "all.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadBackup):
        restore(tmp_path / "half.zip")


def test_a_backup_taken_while_rows_are_being_sealed_fits_together(home, tmp_path, monkeypatch):
    """The heads file grows after the rows were read: the backup keeps only the heads that its rows know."""
    from weicheng.ground.kernel import backup as module

    real = module._write_files

    def busy(archive, say):
        audit.record("test.during", label="备份当中")
        chain.seal()
        return real(archive, say)

    monkeypatch.setattr(module, "_write_files", busy)
    backup(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        heads = archive.read("home/audit/heads.log").decode().splitlines()
        rows = archive.read("tables/kernel_auditevent.jsonl").decode()
    assert "备份当中" not in rows
    assert len(heads) == len((home / "audit" / "heads.log").read_text().splitlines()) - 1


def test_rows_come_through_the_other_database_unchanged(home, tmp_path):
    """Rows loaded into a SQLite file, from whichever database the tests run on, have the same digests there."""
    shutil.copyfile(migrated_home() / "weicheng.sqlite3", tmp_path / "other.sqlite3")
    with extra_database("other", sqlite_settings(tmp_path / "other.sqlite3")) as alias:
        executor = MigrationExecutor(connections[alias])
        executor.migrate(executor.loader.graph.leaf_nodes())
        for model in (AuditEvent, Job):
            load_rows(model, list(rows_of(model, "default")), alias)
            assert digest_table(model, alias) == digest_table(model, "default")
        set_sequences(alias, sequences("default"), [AuditEvent])
        assert sequences(alias)["kernel_auditevent"] == sequences("default")["kernel_auditevent"]
