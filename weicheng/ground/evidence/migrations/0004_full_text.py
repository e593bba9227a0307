"""The full-text index of both databases. A later migration that makes evidence_textpiece anew on SQLite (alters it) loses
the triggers: it must drop and add them as here."""

from django.db import migrations

SQLITE = (
    "CREATE VIEW evidence_piece_words_source AS SELECT id, wc_tokens(text) AS words FROM evidence_textpiece",
    (
        "CREATE VIRTUAL TABLE evidence_piece_words USING fts5(words, content='evidence_piece_words_source', "
        "content_rowid='id', detail=none, columnsize=0, tokenize='ascii')"
    ),
    (
        "CREATE TRIGGER evidence_piece_words_added AFTER INSERT ON evidence_textpiece BEGIN "
        "INSERT INTO evidence_piece_words(rowid, words) VALUES (new.id, wc_tokens(new.text)); END"
    ),
    (
        "CREATE TRIGGER evidence_piece_words_gone AFTER DELETE ON evidence_textpiece BEGIN "
        "INSERT INTO evidence_piece_words(evidence_piece_words, rowid, words) "
        "VALUES ('delete', old.id, wc_tokens(old.text)); END"
    ),
    (
        "CREATE TRIGGER evidence_piece_words_changed AFTER UPDATE OF text ON evidence_textpiece BEGIN "
        "INSERT INTO evidence_piece_words(evidence_piece_words, rowid, words) "
        "VALUES ('delete', old.id, wc_tokens(old.text)); "
        "INSERT INTO evidence_piece_words(rowid, words) VALUES (new.id, wc_tokens(new.text)); END"
    ),
    "INSERT INTO evidence_piece_words(evidence_piece_words) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER evidence_piece_words_changed",
    "DROP TRIGGER evidence_piece_words_gone",
    "DROP TRIGGER evidence_piece_words_added",
    "DROP TABLE evidence_piece_words",
    "DROP VIEW evidence_piece_words_source",
)
POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION wc_grams(whole text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
    SELECT array(
        SELECT ch FROM unnest(string_to_array(whole, NULL)) AS one(ch)
        UNION
        SELECT ch || following FROM (
            SELECT ch, lead(ch) OVER (ORDER BY place) AS following
            FROM unnest(string_to_array(whole, NULL)) WITH ORDINALITY AS two(ch, place)
        ) AS pairs WHERE following IS NOT NULL
    ) $$""",
    "CREATE INDEX evidence_piece_words ON evidence_textpiece USING gin (wc_grams(text))",
)
POSTGRESQL_BACK = ("DROP INDEX evidence_piece_words", "DROP FUNCTION wc_grams(text)")


def add(apps, schema_editor):
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql, None)


def remove(apps, schema_editor):
    for sql in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(sql, None)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_library")]
    operations = [migrations.RunPython(add, remove)]
