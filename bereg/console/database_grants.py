"""The rights of the user that serves on PostgreSQL: to read and write rows, and of the audit log only to add."""

from django.db import DatabaseError, connections, transaction
from psycopg import sql

from bereg.audit.triggers import RIGHTS
from bereg.core.commands import wrong_use

EVERYWHERE = (
    "GRANT USAGE ON SCHEMA public TO {user}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {user}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {user}",  # a backup reads them
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {user}",
)


def grant(alias: str, user: str) -> None:
    """Give a user the rights to serve from a database, as its owner. Raise the error for wrong use."""
    if connections[alias].vendor != "postgresql":
        raise wrong_use("--grant-to is for PostgreSQL: SQLite knows no users.")
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            standing = set(connections[alias].introspection.table_names(cursor))
            for statement in EVERYWHERE:
                cursor.execute(sql.SQL(statement).format(user=sql.Identifier(user)))
            for table, rights in RIGHTS.items():
                if table in standing:
                    names = {"table": sql.Identifier(table), "user": sql.Identifier(user)}
                    cursor.execute(sql.SQL("REVOKE ALL ON {table} FROM {user}").format(**names))
                    cursor.execute(sql.SQL(f"GRANT {rights} ON {{table}} TO {{user}}").format(**names))
    except DatabaseError as problem:
        raise wrong_use(str(problem).splitlines()[0]) from problem
