"""How the two databases find stretches of text: ``TextPiece.objects.filter(text__holds=term)``.

SQLite: an FTS5 table over a view whose one column is the function ``wc_tokens``, registered here on each connection and
fed by triggers. PostgreSQL: a GIN index over ``wc_grams(text)`` (both in migration 0004). They give candidates; the
comparison beside them is exact.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Lookup, TextField

from weicheng.engines.fulltext import tokens, wanted_grams, wanted_tokens

FTS = "evidence_piece_words"


class Holds(Lookup[str]):
    """The (normalised) text holds the normalised term, exactly."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        table = column.rsplit(".", 1)[0]
        found = f"{table}.id IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s)"
        return f"({found} AND INSTR({column}, %s) > 0)", (wanted_tokens(self.rhs), *params, self.rhs)

    def as_postgresql(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        sql = f"(wc_grams({column}) @> %s::text[] AND STRPOS({column}, %s) > 0)"
        return sql, (*params, wanted_grams(self.rhs), *params, self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        raise NotImplementedError(f"no full text on {connection.vendor}")


class Literally(Lookup[str]):
    """The same without the index: for a few rows that are known by other means."""

    lookup_name = "literally"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        finds = "INSTR" if connection.vendor == "sqlite" else "STRPOS"
        return f"{finds}({column}, %s) > 0", (*params, self.rhs)


def register() -> None:
    TextField.register_lookup(Holds)
    TextField.register_lookup(Literally)


def is_common(connection: Any, term: str, number: int) -> bool:
    """Whether more than ``number`` stretches may hold the term; counts no further."""
    if connection.vendor == "sqlite":
        found, wanted = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s", wanted_tokens(term)
    else:
        found, wanted = "SELECT 1 FROM evidence_textpiece WHERE wc_grams(text) @> %s::text[]", wanted_grams(term)  # type: ignore[assignment]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({found} LIMIT {int(number) + 1}) AS candidates", [wanted])
        return bool(cursor.fetchone()[0] > number)


def add_functions(sender: Any = None, connection: Any = None, **kwargs: Any) -> None:
    """A receiver of Django's connection_created: the triggers of the pieces call this function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("wc_tokens", 1, tokens, deterministic=True)


def rebuild(connection: Any) -> None:
    """Make the index anew from the pieces."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")
        else:
            cursor.execute(f"REINDEX INDEX {FTS}")
