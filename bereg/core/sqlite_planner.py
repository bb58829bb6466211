"""What SQLite knows of the sizes of its tables, by which it chooses an index. PostgreSQL looks after that itself."""

from typing import Any

from django.db import connections

# ANALYZE looks at so many rows of each index: enough to tell a column of three values from one of a million, and as
# quick with a million rows as with a thousand.
LOOKED_AT = 1000


def refresh(execute: Any) -> None:
    """Count anew what the planner goes by. execute: runs a statement in one SQLite database."""
    execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
    execute("ANALYZE")


def refresh_all() -> None:
    """Count anew in every database that is SQLite."""
    for each in connections.all():
        if each.vendor == "sqlite":
            with each.cursor() as cursor:
                refresh(cursor.execute)
