"""Further connections beside the default one: a consistent view of the whole database, a database yet to be filled."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
from django.db import connection, connections, router, transaction


@contextmanager
def consistent() -> Iterator[str]:
    """The alias of a connection that sees one moment while others go on writing.

    SQLite: a copy made by its backup API. PostgreSQL: a REPEATABLE READ transaction.
    """
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix="weicheng-snapshot-") as folder:
            copy = Path(folder) / "copy.sqlite3"
            _copy_sqlite(copy)
            with extra_database("snapshot", sqlite_settings(copy)) as alias:
                yield alias
    else:
        from psycopg import IsolationLevel

        values = {**connection.settings_dict}
        values["OPTIONS"] = {**values.get("OPTIONS", {}), "isolation_level": IsolationLevel.REPEATABLE_READ}
        with extra_database("snapshot", values) as alias, transaction.atomic(using=alias):
            yield alias


def _copy_sqlite(target: Path) -> None:
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy)
    finally:
        copy.close()


def sqlite_settings(path: Path) -> dict[str, Any]:
    """Settings of a SQLite file with the options of the default database, or the usual ones if that is PostgreSQL."""
    values = connection.settings_dict
    if connection.vendor != "sqlite":
        values = database_settings(f"sqlite:///{path}")
    return {**values, "NAME": str(path)}


def database_settings(url: str) -> dict[str, Any]:
    """Complete settings of the database that ``url`` names; ValueError if it names none."""
    parsed: dict[str, Any] = {**dj_database_url.parse(url)}
    if parsed["ENGINE"].endswith("sqlite3"):
        parsed["OPTIONS"] = {"timeout": 20, "transaction_mode": "IMMEDIATE"}
    return connections.configure_settings({"default": parsed})["default"]


@contextmanager
def extra_database(alias: str, values: dict[str, Any]) -> Iterator[str]:
    """A further database under ``alias`` for the time of the block."""
    connections.databases[alias] = {**values}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


class _Router:
    def __init__(self, alias: str) -> None:
        self.alias = alias

    def db_for_read(self, model: Any, **_: Any) -> str:
        return self.alias

    db_for_write = db_for_read


@contextmanager
def routed_to(alias: str) -> Iterator[None]:
    """Within the block, queries that name no database go to ``alias``: some packages' migrations forget to name theirs."""
    kept = router.routers
    router.routers = [_Router(alias), *kept]
    try:
        yield
    finally:
        router.routers = kept
