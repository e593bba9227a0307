"""Every table as rows of plain JSON, the same on SQLite and PostgreSQL: what backups, restores and moves are made of."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps as installed
from django.core.management.color import no_style
from django.db import connections, models
from django.utils.duration import duration_iso_string

BATCH = 500
_MODULUS = 1 << 256


def all_models(apps: Any = installed) -> list[type[models.Model]]:
    """Every model with a table, those of many-to-many links too, by table name."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True, include_swapped=False)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[name] for name in sorted(found)]


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case float() if value.is_integer():
            return int(value)  # jsonb gives 100 for 1e2
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)  # a FieldFile is its name


def _written(model: type[models.Model]) -> list[Any]:
    """The columns that are written; those that the database computes itself come by themselves."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def rows_of(model: type[models.Model], alias: str) -> Iterator[str]:
    """The rows of a table in the order of the key, each as one line of JSON."""
    names = [field.attname for field in _written(model)]
    for row in model._base_manager.using(alias).order_by("pk").values_list(*names).iterator(chunk_size=BATCH):  # type: ignore[attr-defined]
        yield json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False, sort_keys=True)


class Digest:
    """A hash over rows in any order: databases sort text differently."""

    def __init__(self) -> None:
        self.count, self._sum = 0, 0

    def add(self, line: str) -> None:
        hashed = hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()
        self.count, self._sum = self.count + 1, (self._sum + int.from_bytes(hashed, "big")) % _MODULUS

    def as_dict(self) -> dict[str, Any]:
        return {"rows": self.count, "digest": f"{self._sum:064x}"}


def digest_table(model: type[models.Model], alias: str) -> dict[str, Any]:
    digest = Digest()
    for line in rows_of(model, alias):
        digest.add(line)
    return digest.as_dict()


def load_rows(model: type[models.Model], lines: Iterable[str], alias: str) -> int:
    """Insert rows as they were dumped, keys and times included; how many."""
    fields = {field.attname: field for field in _written(model)}
    count, batch = 0, []
    with _times_as_given(fields.values()):
        for line in lines:
            values = {name: _python(fields[name], value) for name, value in json.loads(line).items()}
            batch.append(model(**values))
            if len(batch) >= BATCH:
                count += _insert(model, batch, alias)
                batch = []
        return count + _insert(model, batch, alias)


@contextmanager
def _times_as_given(fields: Iterable[Any]) -> Iterator[None]:
    """Within the block no field fills in the time of now: the times of the backup stay."""
    clocks = [
        field for field in fields if isinstance(field, models.DateField) and (field.auto_now or field.auto_now_add)
    ]
    kept = [(field, field.auto_now, field.auto_now_add) for field in clocks]
    for field in clocks:
        field.auto_now = field.auto_now_add = False
    try:
        yield
    finally:
        for field, now, now_add in kept:
            field.auto_now, field.auto_now_add = now, now_add


def _insert(model: type[models.Model], batch: list[models.Model], alias: str) -> int:
    if batch:
        model._base_manager.using(alias).bulk_create(batch)  # type: ignore[attr-defined]
    return len(batch)


def _python(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.ForeignKey):
        return _python(field.target_field, value)
    return field.to_python(value)


def _serial_models(alias: str, found: list[type[models.Model]]) -> list[type[models.Model]]:
    return [model for model in found if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)]


def sequences(alias: str) -> dict[str, int]:
    """The last number that each table's counter gave out: numbers of deleted rows are not given again."""
    connection = connections[alias]
    serial = _serial_models(alias, all_models())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = dict(cursor.fetchall())
            return {model._meta.db_table: given.get(model._meta.db_table, 0) for model in serial}
        result = {}
        for model in serial:
            table = model._meta.db_table
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', model._meta.pk.column])
            name = cursor.fetchone()[0]
            # A row that was given its key by hand did not ask the counter, but takes the number all the same.
            column, quoted = map(connection.ops.quote_name, (str(model._meta.pk.column), table))
            given_out = f"(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name})"
            cursor.execute(f"SELECT GREATEST({given_out}, COALESCE((SELECT MAX({column}) FROM {quoted}), 0))")
            result[table] = cursor.fetchone()[0]
        return result


def set_sequences(alias: str, given: dict[str, int], found: list[type[models.Model]]) -> None:
    connection = connections[alias]
    serial = _serial_models(alias, found)
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for statement in connection.ops.sequence_reset_sql(no_style(), serial):
                cursor.execute(statement)
        for model in serial:
            table, last = model._meta.db_table, given.get(model._meta.db_table, 0)
            if not last:
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
            else:
                column = model._meta.pk.column
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, last])
