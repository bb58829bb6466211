"""The second wall, on PostgreSQL: policies that show and take rows only of the centres that a statement reaches.

Each model with a way to a centre has one: `to_centre`, which the scope goes by too, or `walled_by`, where rows are not
read through the scope. A record that two centres have, such as an enquiry that passes from one to the other, names the
second one in `walled_by_too`. `bereg migrate` sets the policies up; they bind every user but the owner of the tables. A
migration that changes the type of a column of theirs takes them down before. See
docs/decisions/0062-row-level-security.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from bereg.centres.models import Centre
from bereg.core.postgresql.base import REACH
from bereg.core.row_access import EVERYWHERE

POLICY = "bereg_reach"
# Both are worked out once a statement, not once a row: they stand in queries of their own.
_SAID = f"current_setting('{REACH}', true)"
_ALL = f"(SELECT {_SAID}) = '{EVERYWHERE}'"
_PARTS = f"((SELECT string_to_array(nullif({_SAID}, '{EVERYWHERE}'), ',')::uuid[])::uuid[])"


@dataclass(frozen=True)
class Wall:
    """The policy of one table: which of its rows there are for a statement."""

    table: str
    condition: str

    @property
    def mark(self) -> str:
        """Return what tells this policy from an earlier one of the table."""
        return sha256(self.condition.encode()).hexdigest()[:16]


def walls(alias: str) -> list[Wall]:
    """Return the policies that belong into a database."""
    here = (model for model in apps.get_models() if path_of(model) and router.db_for_read(model) == alias)
    return [Wall(model._meta.db_table, _condition(model)) for model in here]


def path_of(model: type[models.Model]) -> str:
    """Return the way from a model to the centre that its wall goes by, or nothing."""
    return str(getattr(model, "to_centre", "") or getattr(model, "walled_by", ""))


def set_up(connection: BaseDatabaseWrapper) -> None:
    """Build what is missing, as the owner of the tables. SQLite has no walls."""
    for wall in missing(connection):
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in _statements(wall, connection.ops.quote_name(wall.table)):
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[Wall]:
    """Return the walls that do not stand, or are not those of this version; only of tables that there are."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [POLICY])
        standing = {table: found for table, *found in cursor.fetchall()}
    return [
        wall
        for wall in walls(connection.alias)
        if wall.table in standing and standing[wall.table] != [True, wall.mark, False]
    ]


def binds(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether the walls bind the user that is connected: no superuser, no owner, nobody who may go around.

    On SQLite there is nothing that does not bind.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(row_security_active(oid)) FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        return cursor.fetchone()[0] is not False  # null: there is no wall, which is said by `missing`


# A second policy would open what the first one closes, since it is enough that one of them lets a row through.
_STANDING = """
SELECT c.relname, c.relrowsecurity, obj_description(ours.oid, 'pg_policy'),
  EXISTS (SELECT FROM pg_policy o WHERE o.polrelid = c.oid AND o.polpermissive AND o.oid IS DISTINCT FROM ours.oid)
FROM pg_class c LEFT JOIN pg_policy ours ON ours.polrelid = c.oid AND ours.polname = %s
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
"""


def _statements(wall: Wall, table: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS {POLICY} ON {table}"
    yield f"CREATE POLICY {POLICY} ON {table} USING ({wall.condition}) WITH CHECK ({wall.condition})"
    yield f"COMMENT ON POLICY {POLICY} ON {table} IS '{wall.mark}'"


def _condition(model: type[models.Model]) -> str:
    """Match the rows of a model that a statement reaches, by its own centre or by the record that it hangs on."""
    step, _, further = path_of(model).partition("__")
    field: Any = model._meta.get_field(step)
    table, column = model._meta.db_table, field.column
    if not further and (field.related_model is Centre or isinstance(field, models.UUIDField)):
        beside: Any = model._meta.get_field(getattr(model, "walled_by_too", step))
        columns = dict.fromkeys([column, beside.column])
        return " OR ".join([_ALL, *(f"{each} = ANY {_PARTS}" for each in columns)])
    above: Any = field.related_model
    if path_of(above) != further:
        raise TypeError(f"{above._meta.label}, on which {model._meta.label} hangs, has a wall of its own way.")
    # What a policy asks is bound by policies itself: the record above is there only for who reaches it.
    key = above._meta.pk.column
    return f"{_ALL} OR EXISTS (SELECT FROM {above._meta.db_table} above WHERE above.{key} = {table}.{column})"
