"""PostgreSQL as Django uses it, keeping what people typed out of its logs where the server lets us."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql import base as django_postgresql

STATEMENT_TIMEOUT_S = 30
# A failed statement in a log would quote a narrative.
QUIET = {"log_statement": "none", "log_error_verbosity": "terse", "log_min_error_statement": "panic"}


@contextmanager
def unhurried(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let statements of this connection take their time, as those of migrations do. SQLite has no limit."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:  # a broken connection is replaced by a fresh one
            cursor.execute("RESET statement_timeout")


class DatabaseWrapper(django_postgresql.DatabaseWrapper):
    """One connection to PostgreSQL."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return the parameters of psycopg.connect."""
        params: dict[str, Any] = super().get_connection_params()
        given = params.get("options", "")
        params["options"] = f"-c statement_timeout={STATEMENT_TIMEOUT_S}s {given}".strip()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, and quieten the logs if this user may. Whether they are quiet is asserted at the start."""
        connection = super().get_new_connection(conn_params)
        # Before PostgreSQL 15 nobody but a superuser may.
        may = "has_parameter_privilege(name, 'SET')" if connection.info.server_version >= 150000 else "rolsuper"
        for name, value in QUIET.items():
            connection.execute(
                f"SELECT set_config(name, %s, false) FROM (SELECT %s::text AS name, rolsuper FROM pg_roles "  # noqa: S608
                f"WHERE rolname = current_user) AS mine WHERE {may}",
                [value, name],
            )
        connection.commit()
        return connection
