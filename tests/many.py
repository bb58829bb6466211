"""A month that is copied until there are many enquiries, and what the databases do for a page, counted.

On SQLite the steps of its machine are counted; on PostgreSQL the rows that were read, by an index or without one, with
the walls standing. What the years leave behind is copied as `bereg bench scale` does it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from django.db import connection, connections
from django.db.models import F

from benchmarks import bulk_data
from bereg.contacts.channels import Precision
from bereg.contacts.models import Contact
from bereg.core import sqlite_planner
from bereg.core.routing import KEYS
from bereg.enquiries.models import Enquiry
from bereg.vault.models import Key
from tests import serving

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
LONG = dt.timedelta(days=2600)
STEPS_EACH = 10  # of SQLite's machine: the finest that does not slow it down
AT_MOST = 2.0
SLACK = {"sqlite": 2_000, "postgresql": 60}  # steps, rows: what a tree that grew by a level costs, and the like
Act = Callable[[], object]


def grow(copies: range, **left_behind: object) -> None:
    """Copy the month; what the copies were left as, the years left: closed, counted, with nobody to call back."""
    with connection.cursor() as records, connections[KEYS].cursor() as keys:
        if connection.vendor == "postgresql":
            records.execute("SET enable_seqscan = on; SET jit = off")
        for link, alias, kinds in ((records, "default", bulk_data.COPIED), (keys, KEYS, (Key,))):
            is_sqlite = connections[alias].vendor == "sqlite"
            if is_sqlite:
                connections[alias].connection.create_function("other_bytes", 2, bulk_data.other_bytes_of)
            database = (bulk_data.Sqlite if is_sqlite else bulk_data.Postgres)(link)
            for copy in copies:
                for kind in kinds:
                    link.execute(database.statement(kind, copy))
            if alias == "default":
                database.give_on(copies)
        left = {"counted_in": dt.date(2026, 10, 1), "call_back": b"", "call_back_index": b"", **left_behind}
        copied = Enquiry._base_manager.filter(number__regex=r"-[1-9]\d{4,}$")
        of_copied = Contact._base_manager.filter(of_enquiry__enquiry__in=copied)
        of_copied.update(counted_in=left["counted_in"])
        copied.filter(closed_at=None).update(closed_at=NOW)
        copied.update(**left)
        if not left.get("code_word_index", True):
            of_copied.update(started_at=F("started_at") - LONG, ended_at=None, precision=Precision.MONTH)
    tell_the_planner()


def tell_the_planner() -> None:
    """Let the database know how many rows there are now."""
    sqlite_planner.refresh_all()
    if connection.vendor == "postgresql":
        # Its own tables alone: for what all databases of a server share, others would wait until this test ends.
        tables = connection.introspection.django_table_names(only_existing=True)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
            # A table of some thousand rows is read whole by right; what matters is whether an index could serve.
            cursor.execute("SET enable_seqscan = off")


@contextmanager
def counting() -> Iterator[SimpleNamespace]:
    """Count what the databases do: steps on SQLite, rows on PostgreSQL."""
    counted = SimpleNamespace(count=0)
    if connection.vendor == "postgresql":
        before = rows_read()
        yield counted
        counted.count = rows_read() - before
        return

    def step() -> None:
        counted.count += STEPS_EACH

    for each in (connection, connections[KEYS]):
        each.connection.set_progress_handler(step, STEPS_EACH)
    yield counted
    for each in (connection, connections[KEYS]):
        each.connection.set_progress_handler(None, 0)


def rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


def counts(acts: dict[str, Act], user: str, few: dict[str, int] | None = None) -> dict[str, int]:
    """Return what each act makes the databases do, once everything that a process keeps is kept.

    Beside `few`, which were counted before, only what seems to have grown is done twice: what a process keeps of a
    page it mostly has by then.
    """
    found = {}
    for name, act in acts.items():
        with serving.as_user(user):
            if few is None:
                act()
            found[name] = _count(act)
            if few is not None and _has_grown(few[name], found[name]):
                found[name] = _count(act)
    return found


def _count(act: Act) -> int:
    with counting() as counted:
        act()
    return int(counted.count)


def grown(few: dict[str, int], many: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Return what of two counts more than doubled."""
    return {name: (few[name], many[name]) for name in few if _has_grown(few[name], many[name])}


def _has_grown(few: int, many: int) -> bool:
    return many > AT_MOST * few + SLACK[connection.vendor]
