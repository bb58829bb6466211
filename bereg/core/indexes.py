"""Indexes that a migration takes away."""

from typing import Any

from django.db import migrations


def without_index(model: str, alterations: list[migrations.AlterField]) -> migrations.SeparateDatabaseAndState:
    """Return the operation by which relations lose the index that they have by themselves.

    Django would write the whole table of SQLite anew, once for each of them.
    """
    names = [each.name for each in alterations]

    def drop(apps: Any, schema_editor: Any) -> None:
        fields = apps.get_model(model)._meta
        columns = [[fields.get_field(name).column] for name in names]
        database = schema_editor.connection
        with database.cursor() as cursor:
            standing = database.introspection.get_constraints(cursor, fields.db_table)
        for name, each in standing.items():
            if each["index"] and each["columns"] in columns and not (each["unique"] or each["foreign_key"]):
                schema_editor.execute(f"DROP INDEX {database.ops.quote_name(name)}")

    return migrations.SeparateDatabaseAndState(
        database_operations=[migrations.RunPython(drop, migrations.RunPython.noop)], state_operations=alterations
    )
