"""Whether the databases, of the records and of the keys, are safe enough to serve from."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from bereg.core.postgresql.checks import WORDS, weaknesses
from bereg.core.program_name import as_called
from bereg.core.routing import KEYS, RECORDS, home_of
from bereg.core.storage_errors import is_failure

# On these, locks or the write-ahead log's shared memory do not hold between machines.
NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "lustre", "fuse.sshfs", "fuse.s3", "fuse.rclone")
RESTORING = "restoring"  # the file that marks a data folder whose restore is not over
_WHAT = {RECORDS: "records", KEYS: "keys"}
MOUNTS = Path("/proc/self/mountinfo")
_NO_RIGHT = "42501"  # PostgreSQL: insufficient privilege


class UnsafeDatabaseError(Exception):
    """A database must not be used as it is; the message says each reason and its remedy."""


def assert_safe(accepted: Iterable[str] | None = None) -> None:
    """Check every setting that keeps the data safe, in each database. Raise UnsafeDatabaseError.

    accepted: words of weaknesses of PostgreSQL that are accepted for trying out; by default those of the settings.
    """
    accepted = frozenset(settings.POSTGRES_ACCEPT if accepted is None else accepted)
    if accepted - WORDS:
        unknown, known = (", ".join(sorted(words)) for words in (accepted - WORDS, WORDS))
        raise UnsafeDatabaseError(f"BEREG_POSTGRES_ACCEPT holds {unknown}: the words are {known}.")
    assert_restored()
    for each in connections.all():
        each.ensure_connection()  # SQLite's settings are read back on every connection
        if each.vendor == "sqlite":
            _assert_local(each)
        else:
            _assert_strong(each, accepted)


def _assert_local(connection: BaseDatabaseWrapper) -> None:
    kind = file_system(Path(connection.settings_dict["NAME"]))
    if kind.startswith(NETWORK):
        raise UnsafeDatabaseError(
            f"The database of the {_WHAT[connection.alias]} is on a network share ({kind}): "
            "set BEREG_DATA to a local disk."
        )


def _assert_strong(connection: BaseDatabaseWrapper, accepted: Iterable[str]) -> None:
    found = [str(each) for each in weaknesses(connection) if each.word not in accepted]
    if found:
        raise UnsafeDatabaseError(
            f"PostgreSQL is not safe enough for the {_WHAT[connection.alias]}: {' '.join(found)} To try Bereg out all "
            "the same, set BEREG_POSTGRES_ACCEPT to the words, separated by commas; never with real records."
        )


@contextmanager
def reaching() -> Iterator[None]:
    """Turn a database that does not answer, or does not let this user in, into UnsafeDatabaseError."""
    try:
        yield
    except Exception as problem:
        if is_failure(problem):
            raise UnsafeDatabaseError(f"The database cannot be used: {problem}") from problem
        if getattr(problem.__cause__, "sqlstate", None) == _NO_RIGHT:
            raise _without_right(str(problem).splitlines()[0]) from problem
        raise


def _without_right(what: str) -> UnsafeDatabaseError:
    return UnsafeDatabaseError(
        f"The user of the database has not the right ({what}): as the owner of its tables, run {as_called()} migrate "
        "--grant-to USER."
    )


def assert_restored() -> None:
    """Check that the data folder is no half restored one. Raise UnsafeDatabaseError."""
    if (Path(settings.DATA) / RESTORING).exists():
        raise UnsafeDatabaseError("A restore into this data folder is not over: wait for it, or empty the folder.")


def assert_migrated() -> None:
    """Check that every migration is applied, and that we may read what came with them. Raise UnsafeDatabaseError."""
    if not is_migrated():
        raise UnsafeDatabaseError(f"The database is not up to date: run {as_called()} migrate first.")
    for each in connections.all():
        closed = _closed_table(each) if each.vendor == "postgresql" else ""
        if closed:
            raise _without_right(f"to read {closed}")


def _closed_table(connection: BaseDatabaseWrapper) -> str:
    """Return a table of ours that this user may not read, as one that an update has made; or ""."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' "
            "AND relname = ANY(%s) AND NOT has_table_privilege(oid, 'SELECT') ORDER BY relname LIMIT 1",
            [connection.introspection.django_table_names()],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def is_migrated() -> bool:
    return not any(map(_is_behind, connections))


def _is_behind(database: str) -> bool:
    return not _needed(database) <= MigrationRecorder(connections[database]).applied_migrations().keys()


@cache
def _needed(database: str) -> frozenset[tuple[str, str]]:
    """Return app and name of each migration that the code needs applied: read from its files once, as it stays."""
    graph = MigrationLoader(None).graph
    leaves = (leaf for label in labels_in(database) for leaf in graph.leaf_nodes(label))
    return frozenset(each for leaf in leaves for each in graph.forwards_plan(leaf))


def labels_in(database: str) -> Sequence[str | None]:
    """Return the apps whose migrations a database needs: the keys only those with tables there; [None] means every app.

    Of an app without tables there nothing would be made; only, to follow its history takes as long as to make it.
    """
    if database == RECORDS:
        return [None]
    return sorted({model._meta.app_label for model in apps.get_models() if home_of(model) == database})


def file_system(path: Path, mounts: str | None = None) -> str:
    """Return the kind of file system that holds a path, or "" where the system does not tell."""
    if mounts is None:
        mounts = MOUNTS.read_text() if MOUNTS.exists() else ""
    best, kind = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = before.split()[4]
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, after.split()[0]
    return kind
