"""A consistent copy of one database while others use it. A plain copy of the file would miss what is in its log."""

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.utils.translation import gettext as _

from bereg.core import row_access
from bereg.core.postgresql.base import REACH
from bereg.core.row_access import EVERYWHERE
from bereg.core.snapshot import snapshot
from bereg.recovery.archive import BackupError

Rows = dict[str, int]  # a table and how many rows it has


def name_of(alias: str, engine: str = "") -> str:
    """Return the name that the copy of a database has in a backup; engine: that of the backup, else the one set."""
    return f"{alias}.sqlite3" if (engine or connections[alias].vendor) == "sqlite" else f"{alias}.dump"


def copy(alias: str, target: Path) -> Rows:
    """Copy a database and check the copy. Return its rows. Raise BackupError."""
    return _copy_sqlite(alias, target) if connections[alias].vendor == "sqlite" else _dump(alias, target)


def put_back(alias: str, source: Path) -> Rows:
    """Make an empty database the one of a copy. Return its rows. Raise BackupError."""
    if connections[alias].vendor == "sqlite":
        rows = check_sqlite(source)
        place = Path(connections[alias].settings_dict["NAME"])
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(source, place)  # the folder of the keys may be a disk of its own
        return rows
    _run("pg_restore", alias, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source))
    with transaction.atomic(using=alias):
        return _count(alias)


def is_empty(alias: str) -> bool:
    """Tell whether there is nothing yet in a database. A file of SQLite is not made by asking.

    A log that was left without its file counts: SQLite would play it over whatever file comes to lie beside it.
    """
    if connections[alias].vendor == "sqlite":
        return not any(file.exists() for file in _files_of(alias))
    return not connections[alias].introspection.table_names()


def clear(alias: str) -> None:
    """Take away what was put into an empty database."""
    if connections[alias].vendor == "sqlite":
        connections[alias].close()
        for each in (*_files_of(alias), Path(connections[alias].settings_dict["NAME"]).with_suffix(".lock")):
            each.unlink(missing_ok=True)
        return
    with connections[alias].cursor() as cursor:
        for table in connections[alias].introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connections[alias].ops.quote_name(table)} CASCADE")
        cursor.execute(_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function}")


def _files_of(alias: str) -> list[Path]:
    name = connections[alias].settings_dict["NAME"]
    return [Path(f"{name}{ending}") for ending in ("", "-wal", "-shm", "-journal")]


# What triggers call is no part of a table. What an extension brought stays: it was there before.
_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""


def check_sqlite(file: Path) -> Rows:
    """Check a copy that nobody uses, page by page. Return its rows. Raise BackupError."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as copied:
            found = copied.execute("PRAGMA integrity_check").fetchall()
            if found != [("ok",)]:
                raise BackupError(_("The copy is damaged: %s") % found[0][0])
            tables = copied.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            return {name: copied.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608
    except sqlite3.DatabaseError as problem:
        raise BackupError(_("The copy is damaged: %s") % problem) from problem


def _copy_sqlite(alias: str, target: Path) -> Rows:
    connections[alias].ensure_connection()
    # One reading transaction: writers go on beside it, and nothing of what was deleted comes along.
    # Not through our cursor, which would hold the write gate all the while.
    try:
        connections[alias].connection.execute("VACUUM INTO ?", [str(target)])
    except sqlite3.Error as problem:
        if getattr(problem, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, str(problem), str(target)) from problem
        raise BackupError(f"{connections[alias].settings_dict['NAME']}: {problem}.") from problem
    target.chmod(0o600)
    return check_sqlite(target)


def _dump(alias: str, target: Path) -> Rows:
    with row_access.to(EVERYWHERE), _shared_snapshot(alias) as shared:
        # The user that serves is bound by row level security, and is shown every row only by saying so.
        words = ["--format=custom", "--no-owner", "--enable-row-security", f"--snapshot={shared}"]
        _run("pg_dump", alias, *words, f"--file={target}")
        rows = _count(alias)
    _run("pg_restore", None, "--list", str(target))
    return rows


@contextmanager
def _shared_snapshot(alias: str) -> Iterator[str]:
    """Hold one state of PostgreSQL, which a dump and our own counting then both see."""
    with snapshot(alias), connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _count(alias: str) -> Rows:
    quote = connections[alias].ops.quote_name
    with connections[alias].cursor() as cursor:
        tables = sorted(connections[alias].introspection.table_names(cursor))
        counted = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {quote(table)}")  # noqa: S608 - names of ours
            counted[table] = cursor.fetchone()[0]
    return counted


def _run(program: str, alias: str | None, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(_("%s is not here: install the package postgresql-client.") % program)
    given: dict[str, Any] = connections[alias].settings_dict if alias else {}
    options = given.get("OPTIONS") or {}
    own = {
        "PGHOST": given.get("HOST"),
        "PGPORT": given.get("PORT"),
        "PGUSER": given.get("USER"),
        "PGPASSWORD": given.get("PASSWORD"),  # never on the command line, where others see it
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "PGOPTIONS": f"{options.get('options', '')} -c {REACH}={EVERYWHERE}".strip(),
    }
    environment = os.environ | {name: str(value) for name, value in own.items() if value}
    database = [f"--dbname={given['NAME']}"] if alias else []
    done = subprocess.run([found, *database, *words], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["?"])[0]
        raise BackupError(f"{program}: {reason}")
