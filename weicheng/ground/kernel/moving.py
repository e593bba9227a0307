"""Moving to another database, usually from SQLite to PostgreSQL: every row, compared by count and digest afterwards."""

import tempfile
import zipfile

from django.db import DatabaseError, connection, connections

from weicheng.ground.kernel import chain
from weicheng.ground.kernel.backup import Say, write_tables
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.kernel.restore import fill_database
from weicheng.ground.kernel.snapshot import consistent, database_settings, extra_database


class CannotMove(Exception):
    """Nothing was moved; the message says why."""


def move(url: str, say: Say = lambda _: None) -> int:
    """Copy all rows to the database that ``url`` names, which must be empty; how many. The old one stays as it is."""
    try:
        target = database_settings(url)
    except (ValueError, KeyError) as error:
        raise CannotMove("目标地址看不懂，应形如 postgresql://用户:密码@主机:5432/库名。") from error
    chain.seal()
    before = AuditEvent.objects.count()
    with extra_database("target", target) as alias:
        _check_empty(alias)
        with tempfile.TemporaryFile(prefix="weicheng-move-") as scratch:
            with (
                zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
                consistent() as source,
            ):
                manifest = write_tables(archive, source, say)
            with zipfile.ZipFile(scratch) as archive:
                fill_database(archive, manifest, alias)
    if AuditEvent.objects.count() != before:
        raise CannotMove("搬的时候有人改了数据。请先停下系统（weicheng serve），清空目标库，再搬一次。")
    return sum(table["rows"] for table in manifest["tables"].values())


def _check_empty(alias: str) -> None:
    other = connections[alias]
    try:
        tables = other.introspection.table_names()
    except DatabaseError as error:
        raise CannotMove(f"连不上目标数据库：{str(error).strip().splitlines()[0]}") from error
    same = other.vendor == connection.vendor and str(other.settings_dict["NAME"]) == str(
        connection.settings_dict["NAME"]
    )
    if same and other.settings_dict.get("HOST") == connection.settings_dict.get("HOST"):
        raise CannotMove("目标就是现在用的数据库。")
    if tables:
        raise CannotMove(f"目标数据库里已有{len(tables)}张表，请给一个空的库。")
