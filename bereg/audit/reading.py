"""Entries as they are stored, read in small parts, and never trusted to be what this program wrote."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from bereg.audit.chain import End, Link
from bereg.audit.verifying import Unreadable

ROWS_EACH = 2000
TEXTS = slice(3, 11)  # of a row: actor to ip_hash
# As expressions, these columns escape the conversions of SQLite's driver, which fail on what they cannot read.
AS_STORED = {"at": "at || ''", "was_pending": "+was_pending"}


def entries(*, after: int, until: int | None = None) -> Iterator[Link | Unreadable]:
    """Yield the entries numbered above `after`, up to `until`, in their order; each part is a read of its own."""
    while rows := _rows(after, until):
        for row in rows:
            yield _entry(row)
        after = rows[-1][0]


def newest() -> End:
    """Return where the stored entries end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, mac FROM audit_entry ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return End(row[0], bytes(row[1])) if row else End()


def count(*, after: int) -> int:
    """Return how many entries are numbered above a number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE seq > %s", [after])
        (found,) = cursor.fetchone()
    return int(found)


def with_digests(kind: str, targets: Sequence[str]) -> Iterator[tuple[str, Link | Unreadable]]:
    """Yield the entries about some records that hold a digest, each with its record, the newest first."""
    places = ", ".join(["%s"] * len(targets))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_columns()} FROM audit_entry WHERE target IN ({places}) AND target_kind = %s "  # noqa: S608
            f"AND {_with_digest()} ORDER BY seq DESC",
            [*targets, kind],
        )
        for row in cursor.fetchall():
            yield row[8], _entry(row)


def digests_kept(*, but: str) -> Iterator[bytes]:
    """Yield the digests of entries that were chained at once, in no order, for as long as somebody looks."""
    with connection.cursor() as cursor:
        was_at_once = "NOT was_pending" if connection.vendor != "sqlite" else "was_pending = 0"
        cursor.execute(
            f"SELECT sha256 FROM audit_entry WHERE {_with_digest()} AND {was_at_once} AND action <> %s",  # noqa: S608
            [but],
        )
        while row := cursor.fetchone():
            if isinstance(row[0], bytes | memoryview):
                yield bytes(row[0])


def written_until(seq: int, *, after: int) -> list[tuple[int, str, str, str]]:
    """Return the next entries with a digest, up to a number: the number of each, its kind, record and centre."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, target_kind, target, centre FROM audit_entry WHERE seq > %s AND seq <= %s "  # noqa: S608
            f"AND {_with_digest()} ORDER BY seq LIMIT {ROWS_EACH}",
            [after, seq],
        )
        return list(cursor.fetchall())


def _with_digest() -> str:
    """Return the condition of the index `audit_digest`, in the words of its database."""
    return f"NOT (sha256 = {'X' if connection.vendor == 'sqlite' else ''}'')"


def _columns() -> str:
    as_stored = AS_STORED if connection.vendor == "sqlite" else {}
    return ", ".join(as_stored.get(name, name) for name in Link._fields)


def _rows(after: int, until: int | None) -> list[tuple[Any, ...]]:
    limit = "" if until is None else " AND seq <= %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_columns()} FROM audit_entry WHERE seq > %s{limit} "  # noqa: S608 - names of ours
            f"ORDER BY seq LIMIT {ROWS_EACH}",
            [after] if until is None else [after, until],
        )
        return list(cursor.fetchall())


def _entry(row: tuple[Any, ...]) -> Link | Unreadable:
    try:
        return _link(row)
    except (TypeError, ValueError):
        return Unreadable(int(row[0]))


def _link(row: tuple[Any, ...]) -> Link:
    values = list(row)
    if type(values[2]) is not int or any(type(text) is not str for text in values[TEXTS]):
        raise TypeError
    if values[12] not in {0, 1}:
        raise ValueError
    values[1] = _time(values[1])
    values[12] = bool(values[12])
    for place in (11, 13, 14):
        values[place] = _bytes(values[place])
    return Link(*values)


def _time(stored: Any) -> dt.datetime:
    if isinstance(stored, dt.datetime):
        return stored.astimezone(dt.UTC)
    read = dt.datetime.fromisoformat(stored)
    if str(read) != stored or read.tzinfo is not None:  # SQLite would take the same time in other words too
        raise ValueError
    return read.replace(tzinfo=dt.UTC)


def _bytes(stored: Any) -> bytes:
    if isinstance(stored, bytes | memoryview):
        return bytes(stored)
    raise TypeError
