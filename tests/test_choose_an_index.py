"""SQLite finds what no closed month includes by the index made for it, also where it takes two indexes for equal."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bereg.centres.models import Centre
from bereg.centres.universes import universes
from bereg.core import planner

pytestmark = pytest.mark.django_db


@pytest.mark.once("SQLite's planner")
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="it writes into the statistics of SQLite, which no other database has"
)
def test_what_no_month_includes_is_found_by_its_own_index(centre: Centre) -> None:
    """With a million, SQLite knows of each index that a centre has more than it looked at, and has to choose still."""
    with connection.cursor() as cursor:
        planner.refresh(cursor.execute)
        cursor.execute("DELETE FROM sqlite_stat1")
        for universe in universes().values():
            table = universe.model._meta.db_table
            for _seq, index, *_more in cursor.execute(f"PRAGMA index_list({table})").fetchall():
                columns = len(cursor.execute(f"PRAGMA index_info({index})").fetchall())
                known = " ".join(["1000000", *[str(planner.LOOKED_AT + 1)] * columns])
                cursor.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", [table, index, known])
        cursor.execute("ANALYZE sqlite_schema")
        others = {}
        for universe in universes().values():
            with CaptureQueriesContext(connection) as asked:
                universe.first_uncounted()
                universe.open_months(dt.date(2026, 11, 1))
            for query in asked:
                plan = cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}").fetchall()
                if not any("uncounted" in step or "centres_centre" in step for *_ids, step in plan):
                    others[universe.name] = plan
        assert others.keys() == {"dangers"}, others  # they are few: no index of their own
