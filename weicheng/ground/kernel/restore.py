"""Bringing a backup back: everything in it is checked, then built beside what is there, then put in its place."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from weicheng.ground.kernel.backup import CHUNK, FORMAT, MANIFEST, Say, backup, kept_files
from weicheng.ground.kernel.snapshot import extra_database, routed_to, sqlite_settings
from weicheng.ground.kernel.tables import Digest, all_models, digest_table, load_rows, set_sequences


class BadBackup(Exception):
    """The backup cannot be restored; the message says why, and nothing was changed."""


class NotEmpty(Exception):
    """There are data already; the message says how many rows and files."""


@dataclass(frozen=True, slots=True)
class Restored:
    rows: int
    files: int
    kept: Path | None  # where the data that stood there before are now


def restore(source: Path, *, force: bool = False, say: Say = lambda _: None) -> Restored:
    """Replace database and files by those of the backup. Raises BadBackup or NotEmpty before anything is touched."""
    with _opened(source) as archive:
        manifest = checked_manifest(archive)
        say("备份完好，开始恢复")
        occupied = is_occupied()
        if occupied and not force:
            raise NotEmpty(occupied)
        home = Path(settings.HOME)
        stamp = f"{timezone.localtime():%Y%m%d-%H%M%S}"
        kept = home / f"before-restore-{stamp}" if occupied else None
        fresh = home / f"restoring-{stamp}"
        try:
            _extract_files(archive, manifest, fresh)
            if kept:
                kept.mkdir()
            _replace_database(archive, manifest, fresh, kept)
            _swap_files(fresh, home, kept)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    call_command("migrate", verbosity=0, interactive=False)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return Restored(rows, len(manifest["files"]), kept)


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except FileNotFoundError as error:
        raise BadBackup(f"没有文件{source}。") from error
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise BadBackup(f"{source.name}不是完整的备份文件，可能没有传完。") from error


def checked_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, after every table and file was compared with it and its migrations are known to this version."""
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        tables, files = manifest["tables"], manifest["files"]
    except (KeyError, ValueError) as error:
        raise BadBackup("文件里没有备份清单，不是卫城的备份。") from error
    if manifest.get("format") != FORMAT:
        raise BadBackup(f"备份的格式是第{manifest.get('format')}版，这个程序只认第{FORMAT}版，请先升级。")
    known = set(MigrationExecutor(connection).loader.graph.nodes)
    if any(tuple(step) not in known for step in manifest["migrations"]):
        raise BadBackup(f"备份来自更新的版本（{manifest.get('version')}），请先把程序升级到那个版本。")
    for name in tables:
        _check_table(archive, name, tables[name])
    for name, wanted in files.items():
        _check_file(archive, name, wanted)
    return manifest


def _check_table(archive: zipfile.ZipFile, name: str, wanted: dict[str, Any]) -> None:
    digest = Digest()
    try:
        for line in table_lines(archive, name):
            digest.add(line)
    except KeyError as error:
        raise BadBackup(f"备份里缺少表{name}。") from error
    if digest.as_dict() != wanted:
        raise BadBackup(f"备份里的表{name}与清单不符，文件可能损坏或被改过。")


def table_lines(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    with archive.open(f"tables/{name}.jsonl") as stream:
        for line in stream:
            yield line.decode("utf-8", "surrogatepass").rstrip("\n")


def _check_file(archive: zipfile.ZipFile, name: str, wanted: dict[str, Any]) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BadBackup(f"备份里有不该有的路径：{name}")
    hashed = hashlib.sha256()
    try:
        with archive.open(f"home/{name}") as stream:
            while chunk := stream.read(CHUNK):
                hashed.update(chunk)
    except KeyError as error:
        raise BadBackup(f"备份里缺少文件{name}。") from error
    if hashed.hexdigest() != wanted["sha256"]:
        raise BadBackup(f"备份里的文件{name}与清单不符，文件可能损坏或被改过。")


def is_occupied() -> str:
    """What stands in the way of a restore, in words; empty if nothing does."""
    tables = set(connection.introspection.table_names())
    own = [model for model in all_models() if model._meta.app_label not in {"contenttypes", "auth"}]
    rows = sum(
        model._base_manager.count()
        for model in own
        if model._meta.db_table in tables  # type: ignore[attr-defined]
    )
    files = [path for path in kept_files(Path(settings.HOME)) if path.parts[0] == "files"]
    return f"已有{rows}行数据、{len(files)}个文件" if rows or files else ""


def _extract_files(archive: zipfile.ZipFile, manifest: dict[str, Any], fresh: Path) -> None:
    for name in manifest["files"]:
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(f"home/{name}") as stream, target.open("wb") as out:
            shutil.copyfileobj(stream, out, CHUNK)
        if name == "secret_key":
            target.chmod(0o600)


def _replace_database(archive: zipfile.ZipFile, manifest: dict[str, Any], fresh: Path, kept: Path | None) -> None:
    if connection.vendor == "sqlite":
        fresh.mkdir(parents=True, exist_ok=True)
        file = fresh / "new.sqlite3"
        with extra_database("restoring", sqlite_settings(file)) as alias:
            fill_database(archive, manifest, alias)
        _swap_sqlite(file, kept)
        return
    if kept:
        backup(kept / "database-and-files.zip")
    with transaction.atomic():
        _drop_tables()
        fill_database(archive, manifest, "default")


def fill_database(archive: zipfile.ZipFile, manifest: dict[str, Any], alias: str) -> None:
    """Build the tables as they were at the time of the backup, load the rows, and compare what came out with the manifest."""
    executor = MigrationExecutor(connections[alias])
    targets = _last_steps(executor, {tuple(step) for step in manifest["migrations"]})
    with routed_to(alias):
        executor.migrate(targets)
    apps = MigrationExecutor(connections[alias]).loader.project_state(targets).apps
    found = [model for model in all_models(apps) if model._meta.db_table in manifest["tables"]]
    unknown = set(manifest["tables"]) - {model._meta.db_table for model in found}
    if unknown:
        raise BadBackup(f"备份里有这个程序不认识的表：{'、'.join(sorted(unknown))}。")
    try:
        with transaction.atomic(using=alias):
            if connections[alias].vendor == "postgresql":
                # A migration in this transaction may have left foreign keys checked at once; tables refer to each other.
                with connections[alias].cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for model in found:
                model._base_manager.using(alias).all().delete()  # type: ignore[attr-defined]
            for model in found:
                load_rows(model, table_lines(archive, model._meta.db_table), alias)
            set_sequences(alias, manifest["sequences"], found)
    except (DatabaseError, ValueError) as error:
        raise BadBackup(f"数据写不进新的数据库，没有改动原来的：{str(error).strip().splitlines()[0]}") from error
    for model in found:
        if digest_table(model, alias) != manifest["tables"][model._meta.db_table]:
            raise BadBackup(f"表{model._meta.db_table}写入后与备份不一致，没有改动原来的数据。")


def _last_steps(executor: MigrationExecutor, applied: set[tuple[str, ...]]) -> list[tuple[str, str]]:
    """The applied migrations that no other applied one builds upon within its app."""
    graph = executor.loader.graph
    inner = {
        parent.key
        for key in applied
        for parent in graph.node_map[key].parents  # type: ignore[index]
        if parent.key[0] == key[0]
    }
    return sorted(key for key in applied if key not in inner)  # type: ignore[misc]


def _drop_tables() -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")


def _swap_sqlite(file: Path, kept: Path | None) -> None:
    current = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        old = current.with_name(current.name + suffix)
        if old.exists():
            if kept and suffix != "-shm":
                shutil.move(old, kept / old.name)
            else:
                old.unlink()
    shutil.move(file, current)


def _swap_files(fresh: Path, home: Path, kept: Path | None) -> None:
    for name in ("files", "audit", "secret_key"):
        if (home / name).exists() and kept:
            shutil.move(home / name, kept / name)
        elif (home / name).is_dir():
            shutil.rmtree(home / name)
        if (fresh / name).exists():
            shutil.move(fresh / name, home / name)
