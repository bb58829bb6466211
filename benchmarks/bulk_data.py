"""Growing a throw-away installation: its invented enquiries are copied in the databases, until they are many.

A copy has ids, a number and an index of whom to call back of its own, and brings its contacts, its keys and its acts.
Its texts are the bytes of the original: under another id nobody opens them, and the chain of the acts ends in front of
the first copied one. Its times are those of the original, as in a register that knew the day alone; of its acts, which
the demonstration has recorded within a minute, those of a copy are a day older than those of the copy before.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, ClassVar

import psycopg
from django.apps import apps
from django.db import models

from benchmarks.installation import Installation
from bereg.core import sqlite_planner

# Rows are copied whole, whatever they hold: what is needed are the names of tables and columns, and nothing of a room.
Contact, Enquiry, EnquiryContact = map(
    apps.get_model, ("contacts.Contact", "enquiries.Enquiry", "enquiries.EnquiryContact")
)
Entry, Key, Task = map(apps.get_model, ("audit.ChainedAct", "vault.Key", "tasks.Task"))
COPIED = (Contact, Enquiry, EnquiryContact, Entry)
APART = 10_000  # between the numbers of two copies: more than a centre of the demonstration has given
RENUMBERED = "substr(number, 1, length(number) - 5) || (CAST(substr(number, length(number) - 4) AS integer) + {apart})"
Told = Callable[[str], object]


def grow(made: Installation, count: int, told: Told) -> int:
    """Copy whole years until there are `count` enquiries or a few more. Return how many there are then."""
    with _records(made) as records, _keys(made) as keys:
        begun, standing = records.enquiries(of="originals"), records.enquiries()
        first, last = standing // begun, -(-count // begun)
        if first < last:
            records.copy(COPIED, range(first, last), told)
            keys.copy((Key,), range(first, last), told)
        records.promise()
        return max(first, last) * begun


class Database(ABC):
    """One database that grows. nothing: an empty text of it that is sealed."""

    nothing: ClassVar[str]

    def __init__(self, link: Any) -> None:
        self.link = link

    def number(self, statement: str) -> int:
        """Return the one number that a statement finds."""
        return int(self.link.execute(statement).fetchone()[0] or 0)

    def enquiries(self, *, of: str = "all") -> int:
        """Return how many enquiries there are, or how many of them are no copies."""
        return self.number(f"SELECT count(*) FROM enquiries_enquiry {self._original(Enquiry) if of != 'all' else ''}")  # noqa: S608

    def copy(self, kinds: tuple[type[models.Model], ...], copies: range, told: Told) -> None:
        """Copy every original row of some kinds, once for each number of `copies`."""
        with self.without_indexes(kinds):
            for copy in copies:
                for kind in kinds:
                    self.link.execute(self.statement(kind, copy))
                self.link.commit()
                told(f"{kinds[-1]._meta.label}: copy {copy} of {copies[-1]}")
            if Entry in kinds:
                self.give_on(copies)
                self.link.commit()
        self.refresh()

    def give_on(self, copies: range) -> None:
        """Let new numbers and new acts go on behind the copied ones."""
        self.link.execute(f"UPDATE enquiries_numberseries SET last = last + {APART * len(copies)}")  # noqa: S608
        newest = "SELECT {} FROM audit_entry ORDER BY seq DESC LIMIT 1"
        seq, mac = newest.format("seq"), newest.format("mac")
        self.link.execute(f"UPDATE audit_head SET seq = ({seq}), mac = ({mac})")  # noqa: S608

    def promise(self) -> None:
        """Let a call-back be open on every fifth enquiry where somebody agreed, half of them late."""
        columns = {field.column: self._promised(field) for field in Task._meta.concrete_fields}
        names = ", ".join(f'"{name}"' for name in columns)
        fifth = (
            "consent = 'yes' AND substr(number, length(number)) IN ('0', '5') AND id NOT IN (SELECT id FROM tasks_task)"
        )
        source = f"SELECT {', '.join(columns.values())} FROM enquiries_enquiry WHERE {fifth}"  # noqa: S608
        self.link.execute(f"INSERT INTO tasks_task ({names}) {source}")
        self.link.commit()
        self.refresh()

    def _promised(self, field: Any) -> str:
        """Return what stands in a column of a task that is made of an enquiry."""
        known = {
            "id": "id",
            "centre": "centre_id",
            "enquiry": "id",
            "due_at": "CASE substr(number, length(number)) WHEN '0' THEN opened_at ELSE '2099-01-01 00:00:00+00' END",
            "role": "CASE WHEN assignee_id IS NULL THEN 'operator' ELSE '' END",
            "holder": "assignee_id",
            "made_at": "opened_at",
            "words": self.nothing,
        }
        default = "NULL" if field.null else f"'{field.get_default()}'"
        return known.get(field.name, "'call_back'" if field.name == "kind" else default)

    def statement(self, kind: type[models.Model], copy: int) -> str:
        table = kind._meta.db_table
        columns = {field.column: self._copied(kind, field, copy) for field in kind._meta.concrete_fields}
        names = ", ".join(f'"{name}"' for name in columns)
        return f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} FROM {table} {self._original(kind)}"  # noqa: S608

    def _original(self, kind: type[models.Model]) -> str:
        """Match the rows that are no copies: a copy's ids are UUIDs of version 8."""
        if kind is Entry:
            kinds = ", ".join(f"'{each._meta.label_lower}'" for each in (Contact, Enquiry))
            return f"WHERE target_kind IN ({kinds}) AND substr(target, 15, 1) <> '8'"
        key = "record" if kind is Key else str(kind._meta.pk.column)
        return f"WHERE substr({self.digits(key)}, 13, 1) <> '8'"

    def _beyond_all(self, kind: type[models.Model]) -> int:
        """Return by how much the numbers of rows are raised so that they come after all that stand."""
        key, table = kind._meta.pk.column, kind._meta.db_table
        first = self.number(f"SELECT min({key}) FROM {table} {self._original(kind)}")  # noqa: S608
        return self.number(f"SELECT max({key}) FROM {table}") + 1 - first  # noqa: S608

    def _copied(self, kind: type[models.Model], field: Any, copy: int) -> str:
        """Return what stands in a column of a copy."""
        column = f'"{field.column}"'
        if (kind, field.name) in {(Entry, "target"), (Key, "record")} or _is_id_of_copied(field):
            return self.other_text(column, copy) if kind is Entry else self.other_id(column, copy)
        if field.primary_key:
            return f"{column} + {self._beyond_all(kind)}"
        if kind is Entry and field.name == "at":
            return self.days_before(column, copy)
        if field.name == "number":
            return RENUMBERED.format(apart=APART * copy)
        if isinstance(field, models.BinaryField) and field.name.endswith("_index"):
            return self.other_bytes(column, copy)
        return f"'{copy:04}-' || {column}" if field.unique else column

    def other_text(self, column: str, copy: int) -> str:
        """Return an id that is written with hyphens, as that of a copy. Beside each other they are quicker to store."""
        return f"'{copy:04x}' || substr({column}, 5, 10) || '8' || substr({column}, 16)"

    @abstractmethod
    def digits(self, column: str) -> str:
        """Return the digits of an id."""

    @abstractmethod
    def other_id(self, column: str, copy: int) -> str:
        """Return an id as that of a copy."""

    @abstractmethod
    def days_before(self, column: str, days: int) -> str:
        """Return a time so many days earlier."""

    @abstractmethod
    def other_bytes(self, column: str, copy: int) -> str:
        """Return other bytes of the same length."""

    @abstractmethod
    def without_indexes(self, kinds: tuple[type[models.Model], ...]) -> Any:
        """Copy without the indexes of some tables, which are made again afterwards: that is quicker."""

    @abstractmethod
    def refresh(self) -> None:
        """Let the planner know what there is now, as a night does."""


class Sqlite(Database):
    """A file."""

    nothing = "x''"

    def digits(self, column: str) -> str:
        """Return the digits of an id, as which it is stored."""
        return column

    def other_id(self, column: str, copy: int) -> str:
        """Return an id as that of a copy."""
        return f"'{copy:04x}' || substr({column}, 5, 8) || '8' || substr({column}, 14)"

    def days_before(self, column: str, days: int) -> str:
        """Return a time so many days earlier."""
        return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-{days} days')"

    def other_bytes(self, column: str, copy: int) -> str:
        """Return other bytes of the same length."""
        return f"other_bytes({column}, {copy})"

    @contextmanager
    def without_indexes(self, kinds: tuple[type[models.Model], ...]) -> Iterator[None]:
        """Leave those that a constraint needs."""
        tables = ", ".join(f"'{kind._meta.db_table}'" for kind in kinds)
        wanted = f"type = 'index' AND sql IS NOT NULL AND tbl_name IN ({tables})"
        found = self.link.execute(f"SELECT name, sql FROM sqlite_master WHERE {wanted}").fetchall()  # noqa: S608
        for name, _sql in found:
            self.link.execute(f'DROP INDEX "{name}"')
        yield
        for _name, statement in found:
            self.link.execute(statement)
        self.link.commit()

    def refresh(self) -> None:
        """Let the planner know what there is now."""
        sqlite_planner.refresh(self.link.execute)
        self.link.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Postgres(Database):
    """A database of a server."""

    nothing = "''::bytea"

    def digits(self, column: str) -> str:
        """Return the digits of an id."""
        return f"replace({column}::text, '-', '')"

    def other_id(self, column: str, copy: int) -> str:
        """Return an id as that of a copy."""
        digits = self.digits(column)
        return f"('{copy:04x}' || substr({digits}, 5, 8) || '8' || substr({digits}, 14))::uuid"

    def days_before(self, column: str, days: int) -> str:
        """Return a time so many days earlier."""
        return f"{column} - interval '{days} days'"

    def other_bytes(self, column: str, copy: int) -> str:
        """Return other bytes of the same length."""
        return f"CASE WHEN {column} = '' THEN {column} ELSE overlay({column} placing int4send({copy}) from 1) END"

    @contextmanager
    def without_indexes(self, kinds: tuple[type[models.Model], ...]) -> Iterator[None]:
        """Leave those that a constraint needs."""
        found = self.link.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s) "
            "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [[kind._meta.db_table for kind in kinds]],
        ).fetchall()
        for name, _definition in found:
            self.link.execute(f'DROP INDEX "{name}"')
        yield
        for _name, definition in found:
            self.link.execute(definition)
        self.link.commit()

    def refresh(self) -> None:
        """Let the planner know what there is now, and let it read indexes alone."""
        self.link.autocommit = True
        self.link.execute("VACUUM ANALYZE")
        self.link.autocommit = False


def _is_id_of_copied(field: Any) -> bool:
    """Tell whether a column holds the id of what is copied."""
    if field.remote_field:
        return field.remote_field.model in COPIED
    return bool(field.primary_key) and isinstance(field, models.UUIDField)


@contextmanager
def _records(made: Installation) -> Iterator[Database]:
    if not made.database:
        with closing(_file(made.file)) as link:
            yield Sqlite(link)
        return
    with closing(psycopg.connect(made.database)) as server:
        server.execute("SET synchronous_commit = off")
        server.execute("SET maintenance_work_mem = '256MB'")
        yield Postgres(server)


@contextmanager
def _keys(made: Installation) -> Iterator[Database]:
    with closing(_file(made.keys_file)) as link:
        yield Sqlite(link)


def _file(path: Any) -> sqlite3.Connection:
    link = sqlite3.connect(path)
    link.create_function("other_bytes", 2, other_bytes_of, deterministic=True)
    for pragma in ("synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
        link.execute(f"PRAGMA {pragma}")
    return link


def other_bytes_of(stored: bytes, copy: int) -> bytes:
    return copy.to_bytes(4, "big") + stored[4:] if stored else stored
