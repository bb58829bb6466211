"""The user that serves on PostgreSQL, who owns no table: what a test asks for as this user, the walls stand before."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections
from psycopg import sql

from bereg.console.database_grants import grant


def create() -> str:
    """Make the user, with the rights to serve from both databases. Return the name; nothing where SQLite is used."""
    if connections["default"].vendor != "postgresql":
        return ""
    name = f"{connections['default'].settings_dict['NAME']} serves"
    _run("default", "DROP ROLE IF EXISTS {user}; CREATE ROLE {user}", name)
    allow(name)
    return name


def allow(name: str) -> None:
    """Give the user the rights to serve, anew where tables were made anew."""
    for alias in connections if name else ():
        grant(alias, name)


def drop(name: str) -> None:
    """Take the user away again."""
    for alias in connections if name else ():
        _run(alias, "DROP OWNED BY {user}", name)
    if name:
        _run("default", "DROP ROLE {user}", name)


@contextmanager
def as_user(name: str) -> Iterator[None]:
    """Be this user in both databases."""
    with ExitStack() as stack:
        for alias in connections if name else ():
            stack.enter_context(_as_user(alias, name))
        yield


@contextmanager
def _as_user(alias: str, name: str) -> Iterator[None]:
    _run(alias, "SET ROLE {user}", name)
    yield
    if not connections[alias].needs_rollback:
        _run(alias, "RESET ROLE", name)


def _run(alias: str, statement: str, name: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(user=sql.Identifier(name)))
