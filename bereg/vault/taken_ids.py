"""Ids that records with sealed text have already: keys are known by the id of their record alone."""

from functools import cache
from uuid import UUID

from django.db import connections, models
from django.db.utils import DEFAULT_DB_ALIAS

from bereg.centres.scope import beyond
from bereg.vault.ledger import sealed_models

_ID = models.UUIDField()


@beyond("id taken")
def is_of_another(id: UUID, *own: type[models.Model]) -> bool:
    """Tell whether a record of any model but these has an id, wherever it is: it would share its keys with theirs."""
    connection = connections[DEFAULT_DB_ALIAS]
    statement, models_in_it = _statement(own)
    value = _ID.get_db_prep_value(id, connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value] * models_in_it)
        return cursor.fetchone() is not None


@cache
def _statement(own: tuple[type[models.Model], ...]) -> tuple[str, int]:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    tables = [quote(each._meta.db_table) for each in sealed_models() if each not in own]
    looks = [f"SELECT 1 FROM {table} WHERE id = %s" for table in tables]  # noqa: S608 - names of ours
    return f"{' UNION ALL '.join(looks)} LIMIT 1", len(looks)
