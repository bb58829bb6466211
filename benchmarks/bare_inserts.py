"""The bound of storing: the same rows into the same tables of the same databases, by the driver alone."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from benchmarks.installation import Installation
from bereg.core.sqlite.base import LARGEST_LOG_B, log_size

# The rows of one enquiry, in the order in which they can be inserted.
TABLES = {
    "contacts_contact": "id IN (SELECT contact_id FROM enquiries_enquirycontact WHERE enquiry_id = {id})",
    "enquiries_enquiry": "id = {id}",
    "enquiries_enquirycontact": "enquiry_id = {id}",
    "audit_entry": "target = {text}",
}
KEYS = "vault_key"  # in the database of the keys
SERIES = "enquiries_numberseries"  # each enquiry counts one row of it on
Rows = list[tuple[str, list[Any]]]


class Bare:
    """The driver of one of the two databases."""

    def __init__(self, made: Installation) -> None:
        self._is_sqlite = not made.database
        self._link: Any
        if self._is_sqlite:
            self._link = _sqlite(made.file)
        else:
            self._link = psycopg.connect(made.database)
        self._keys = _sqlite(made.keys_file)
        self._files = {self._keys: made.keys_file} | ({self._link: made.file} if self._is_sqlite else {})
        self._mark = "?" if self._is_sqlite else "%s"
        for act in ("update", "delete"):  # a throw-away database: its audit log may be taken out
            on = "" if self._is_sqlite else " ON audit_entry"
            self._link.execute(f"DROP TRIGGER IF EXISTS audit_entry_no_{act}{on}")

    def close(self) -> None:
        """Disconnect."""
        self._link.close()
        self._keys.close()

    def newest(self, count: int) -> list[Rows]:
        """Return the rows of the newest enquiries, each with its table, and take them out of the database."""
        newest = f"SELECT id FROM enquiries_enquiry ORDER BY entered_at DESC LIMIT {int(count)}"  # noqa: S608
        found = self._link.execute(newest).fetchall()
        rows = [self._of(key) for (key,) in found]
        with self._transaction():
            for enquiry in rows:
                for table, row in reversed(enquiry):
                    self._take_out(table, row)
        for link in self._files:
            _cut_log(link)
        return rows

    def insert(self, enquiries: list[Rows]) -> float:
        """Insert each enquiry in a transaction of its own, after one for its keys. Return enquiries a second."""
        begun = time.perf_counter()
        for rows in enquiries:
            self._keys.execute("BEGIN IMMEDIATE")
            for _table, row in (each for each in rows if each[0] == KEYS):
                self._keys.execute(f"INSERT INTO {KEYS} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
            self._keys.execute("COMMIT")
            self._cut_long_log(self._keys)
            with self._transaction():
                for table, row in (each for each in rows if each[0] != KEYS):
                    self._put_in(table, row)
        return len(enquiries) / (time.perf_counter() - begun)

    def _take_out(self, table: str, row: list[Any]) -> None:
        if table == KEYS:
            self._keys.execute(f"DELETE FROM {KEYS} WHERE id = ?", row[:1])  # noqa: S608
        elif table != SERIES:
            key = {"enquiries_enquirycontact": "contact_id", "audit_entry": "seq"}.get(table, "id")
            value = self._named(table, row)[key]
            self._link.execute(f"DELETE FROM {table} WHERE {key} = {self._mark}", [value])  # noqa: S608

    def _put_in(self, table: str, row: list[Any]) -> None:
        if table == SERIES:
            where = f"centre_id = {self._mark} AND year = {self._mark}"
            self._link.execute(f"UPDATE {SERIES} SET last = last + 1 WHERE {where}", row)  # noqa: S608
        else:
            marks = ", ".join([self._mark] * len(row))
            self._link.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._is_sqlite:
            self._link.execute("BEGIN IMMEDIATE")
        yield
        if self._is_sqlite:
            self._link.execute("COMMIT")
            self._cut_long_log(self._link)
        else:
            self._link.commit()

    def _cut_long_log(self, link: sqlite3.Connection) -> None:
        """Copy the log into the file where the program does: left to the closing, that work would not be counted."""
        if log_size(self._files[link]) > LARGEST_LOG_B:
            _cut_log(link)

    def _of(self, key: Any) -> Rows:
        found: Rows = []
        for table in TABLES:
            where, values = self._where(table, key)
            cursor = self._link.execute(f"SELECT * FROM {table} WHERE {where}", values)  # noqa: S608
            found += [(table, [_stored(value) for value in row]) for row in cursor.fetchall()]
        of_centre = f"(SELECT centre_id FROM enquiries_enquiry WHERE id = {self._mark})"  # noqa: S608
        newest = f"SELECT centre_id, max(year) FROM {SERIES} WHERE centre_id = {of_centre} GROUP BY centre_id"  # noqa: S608
        found += [(SERIES, list(row)) for row in self._link.execute(newest, [key]).fetchall()]
        record = key.hex if isinstance(key, UUID) else key
        keys = self._keys.execute(f"SELECT * FROM {KEYS} WHERE record = ?", [record])  # noqa: S608
        return found + [(KEYS, list(row)) for row in keys.fetchall()]

    def _named(self, table: str, row: list[Any]) -> dict[str, Any]:
        cursor = self._link.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608
        return dict(zip((column[0] for column in cursor.description), row, strict=True))

    def _where(self, table: str, key: Any) -> tuple[str, list[Any]]:
        text = f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}" if self._is_sqlite else str(key)
        where = TABLES[table]
        return where.format(id=self._mark, text=self._mark), [text if "{text}" in where else key]


def _sqlite(file: Path) -> sqlite3.Connection:
    link = sqlite3.connect(file, isolation_level=None)
    for pragma in ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON", "wal_autocheckpoint = 0"):
        link.execute(f"PRAGMA {pragma}")
    return link


def _cut_log(link: sqlite3.Connection) -> None:
    link.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _stored(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict | list) else value


def bound(made: Installation, count: int) -> float:
    """Return how many enquiries a second the driver alone stores, with the rows that the form just stored."""
    with closing(Bare(made)) as bare:
        return bare.insert(bare.newest(count))
