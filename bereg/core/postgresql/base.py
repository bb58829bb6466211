"""PostgreSQL as Django uses it, told how far each statement reaches; what people typed stays out of its logs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql import base as django_postgresql
from psycopg.pq import TransactionStatus
from psycopg.sql import quote

from bereg.core import row_access

STATEMENT_TIMEOUT_S = 30
REACH = "bereg.reach"  # the setting that the policies of walled tables look at
_TELL = "SELECT set_config({name}, {reach}, false)"
# These show no rows, whatever is reached; SET may have to be the first of its transaction.
LOOKS_AT_NOTHING = ("SET ", "SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")
TAKES_ALONG = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ")  # others may have to be alone in their message
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
    """One connection to PostgreSQL.

    The server is told the reach before a statement wherever it may know another one. So nothing has to be put back when
    a request or an act ends, also by an error, and a connection may serve whom it will next. It is told in the same
    message as the statement: a message of its own would cost a save two more times of waiting for the server.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: str | None = None  # the reach that the server knows; None: not sure
        self.execute_wrappers.append(self._within_reach)

    def close_if_unusable_or_obsolete(self) -> None:
        """Look after the connection between two requests: the next one tells its reach anew, whatever this one did."""
        self._told = None
        super().close_if_unusable_or_obsolete()

    def _within_reach(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        words = sql if isinstance(sql, str) else ""
        if words.startswith(LOOKS_AT_NOTHING):
            return execute(sql, params, many, context)
        wanted = row_access.now()
        if wanted == self._told or self.connection.info.transaction_status == TransactionStatus.INERROR:
            return execute(sql, params, many, context)  # after an error nothing but a rollback is taken
        self._told = None
        tell = _TELL.format(name=quote(REACH), reach=quote(wanted))
        cursor = context["cursor"].cursor
        is_plain = isinstance(cursor, django_postgresql.Cursor)  # one with a name wraps its statement in another
        if words.startswith(TAKES_ALONG) and not many and is_plain:
            found = execute(f"{tell}; {sql}", params, many, context)
            cursor.nextset()  # past the answer to having been told
            self._told = wanted
            return found
        with self.wrap_database_errors:
            self.connection.execute(tell)
        self._told = wanted
        return execute(sql, params, many, context)

    def _rollback(self) -> None:
        self._told = None  # what was told inside of what is rolled back is forgotten by the server too
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        given = params.get("options", "")
        params["options"] = f"-c statement_timeout={STATEMENT_TIMEOUT_S}s {given}".strip()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, and quieten the logs if this user may. Whether they are quiet is asserted at the start."""
        self._told = None
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
