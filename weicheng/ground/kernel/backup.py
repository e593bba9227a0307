"""One file with everything: all rows, all files, the heads of the audit chain, the key; and a manifest of their hashes."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from weicheng import __version__
from weicheng.ground.kernel import chain, heads
from weicheng.ground.kernel.models import ChainHead
from weicheng.ground.kernel.snapshot import consistent
from weicheng.ground.kernel.tables import Digest, all_models, rows_of, sequences

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Summary:
    rows: int
    files: int
    size: int


def backup(target: Path, say: Say = lambda _: None) -> Summary:
    """Write the backup; the file appears under its name only when it is complete. Holds secrets: mode 600."""
    chain.seal()
    partial = target.with_name(f"{target.name}.part")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                manifest = _write_all(archive, say)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return Summary(rows, len(manifest["files"]), target.stat().st_size)


def _write_all(archive: zipfile.ZipFile, say: Say) -> dict[str, Any]:
    with consistent() as alias:
        manifest = write_tables(archive, alias, say)
        head = ChainHead.objects.using(alias).filter(pk=1).first()
    manifest["files"] = _write_files(archive, say)
    manifest["files"] |= _write_heads(archive, head.logged_line if head else "")
    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def write_tables(archive: zipfile.ZipFile, alias: str, say: Say) -> dict[str, Any]:
    """All tables as JSON lines; the manifest of what was written."""
    tables = {}
    for model in all_models():
        name = model._meta.db_table
        digest = Digest()
        with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as stream:
            for line in rows_of(model, alias):
                digest.add(line)
                stream.write(line.encode("utf-8", "surrogatepass") + b"\n")
        tables[name] = digest.as_dict()
    say(f"数据：{len(tables)}张表，{sum(table['rows'] for table in tables.values())}行")
    return {
        "format": FORMAT,
        "version": __version__,
        "made_at": timezone.now().isoformat(),
        "database": connection.vendor,
        "migrations": sorted(MigrationRecorder(connections[alias]).applied_migrations()),
        "sequences": sequences(alias),
        "tables": tables,
        "files": {},
    }


def kept_files(home: Path) -> list[Path]:
    """What stands in WEICHENG_HOME beside the database and belongs to a backup, relative to it."""
    found = [path for path in (home / "files").rglob("*") if path.is_file() and "incoming" not in path.parts]
    return sorted(path.relative_to(home) for path in found) + [
        Path(name) for name in ("secret_key",) if (home / name).is_file()
    ]


def _write_files(archive: zipfile.ZipFile, say: Say) -> dict[str, dict[str, Any]]:
    home, entries = Path(settings.HOME), {}
    for path in kept_files(home):
        hashed, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo.from_file(home / path, f"home/{path.as_posix()}", strict_timestamps=False)
        info.compress_type = zipfile.ZIP_DEFLATED
        with (home / path).open("rb") as source, archive.open(info, "w", force_zip64=True) as stream:
            while chunk := source.read(CHUNK):
                hashed.update(chunk)
                size += len(chunk)
                stream.write(chunk)
        entries[path.as_posix()] = {"size": size, "sha256": hashed.hexdigest()}
    say(f"文件：{len(entries)}个")
    return entries


def _write_heads(archive: zipfile.ZipFile, last: str) -> dict[str, dict[str, Any]]:
    """The heads file up to the head that the rows of this backup know: later lines belong to later rows."""
    if not last:
        return {}
    kept = []
    for line in heads.path().read_text(encoding="utf-8").splitlines():
        kept.append(line)
        if last in line:
            break
    content = "".join(f"{line}\n" for line in kept).encode()
    archive.writestr("home/audit/heads.log", content)
    return {"audit/heads.log": {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}}
