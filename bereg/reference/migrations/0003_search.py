"""The rows of the search, and the full-text index of each database over them."""

import django.db.models.deletion
from django.db import migrations, models, router

# An index of the words alone: FTS5 reads them from the table, and triggers tell it of each change. A later migration that
# makes SQLite write the table anew has to make the triggers again.
SQLITE = (
    """CREATE VIRTUAL TABLE fts_reference USING fts5(
    words, content='reference_searchrow', content_rowid='id', detail='none', prefix='2 3 4 5 6',
    tokenize="unicode61 remove_diacritics 0")""",
    """CREATE TRIGGER fts_reference_put AFTER INSERT ON reference_searchrow BEGIN
    INSERT INTO fts_reference(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER fts_reference_left AFTER DELETE ON reference_searchrow BEGIN
    INSERT INTO fts_reference(fts_reference, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER fts_reference_changed AFTER UPDATE ON reference_searchrow BEGIN
    INSERT INTO fts_reference(fts_reference, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO fts_reference(rowid, words) VALUES (new.id, new.words); END""",
)
# `fastupdate` puts new rows on a list that every search would read through.
POSTGRESQL = (
    """ALTER TABLE reference_searchrow ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED""",
    "CREATE INDEX reference_searchrow_vector ON reference_searchrow USING gin (vector) WITH (fastupdate = off)",
)


def make(apps, schema_editor):
    connection = schema_editor.connection
    if router.allow_migrate(connection.alias, "reference"):
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    connection = schema_editor.connection
    if router.allow_migrate(connection.alias, "reference") and connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE fts_reference")


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_lists_are_whole_or_parts")]

    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=8)),
                ("title", models.TextField()),
                ("marks", models.TextField()),
                ("leaves_on", models.DateField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reference.referenceentry"
                    ),
                ),
                ("words", models.TextField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="searchrow",
            constraint=models.UniqueConstraint(fields=("entry", "language"), name="reference_search_row"),
        ),
        migrations.RunPython(make, remove),
    ]
