"""SQLite finds by the index made for it, also where a million has made it take two indexes for equal."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.centres.universes import universes
from bereg.contacts.usual_day import day_by_hour
from bereg.core import sqlite_planner
from bereg.enquiries.finding import Filter, find, open_first
from bereg.enquiries.queries import load_at
from bereg.enquiries.sort_orders import Order
from conftest import make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("SQLite's planner"),
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="it writes into the statistics of SQLite, which no other database has"
    ),
]
NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
OPEN_OF = {
    Role.OPERATOR: "enquiries_open",
    Role.SUPERVISOR: "enquiries_open",
    Role.LAWYER: "enquiries_open_of_assignee",  # who sees what is assigned to them alone
}


@pytest.fixture
def cursor() -> Iterator[CursorWrapper]:
    """Let SQLite know of each index what it knows with a million: that one value has more entries than it looked at.

    From the id on each entry is another. The statistics are those of before in the end.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        sqlite_planner.refresh(cursor.execute)
        cursor.execute("DELETE FROM sqlite_stat1")
        for universe in universes().values():
            table = universe.model._meta.db_table
            for _seq, index, is_unique, *_more in cursor.execute(f"PRAGMA index_list({table})").fetchall():
                names = [name for *_place, name in cursor.execute(f"PRAGMA index_info({index})").fetchall()]
                shared = names.index("id") if "id" in names else len(names) - is_unique
                ones = len(names) - shared
                known = " ".join(["1000000", *[str(sqlite_planner.LOOKED_AT + 1)] * shared, *["1"] * ones])
                cursor.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", [table, index, known])
        cursor.execute("ANALYZE sqlite_schema")
        yield cursor


def plans(asked: CaptureQueriesContext, cursor: CursorWrapper, *, of: str) -> list[str]:
    """Return how each of the statements finds what it asks of a table, a step a line."""
    statements = [query["sql"] for query in asked if f'FROM "{of}"' in query["sql"]]
    found = [cursor.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall() for statement in statements]
    return ["\n".join(step for *_ids, step in plan) for plan in found]


def test_what_no_month_includes_is_found_by_its_own_index(centre: Centre, cursor: CursorWrapper) -> None:
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


@pytest.mark.parametrize("role", OPEN_OF)
def test_what_is_open_is_found_by_an_index_of_it_alone(
    role: Role, centre: Centre, other_centre: Centre, cursor: CursorWrapper
) -> None:
    person = make_user(centre, role, "Colleague 01")
    with CaptureQueriesContext(connection) as asked:
        open_first(user=person, centres=[centre, other_centre], limit=8)
    for plan in plans(asked, cursor, of="enquiries_enquiry"):
        assert f"COVERING INDEX {OPEN_OF[role]} " in plan


@pytest.mark.parametrize("order", [Order.URGENT, Order.CONTACT, Order.QUIET])
@pytest.mark.parametrize("narrowed", [{}, {"is_mine": True}, {"assignee": uuid4()}, {"first": NOW.date()}])
@pytest.mark.parametrize("topic", ["", "social"])
def test_a_list_that_is_sorted_looks_at_what_is_open_alone(
    topic: str, narrowed: dict[str, Any], order: Order, supervisor: User, cursor: CursorWrapper
) -> None:
    wanted, centre = Filter(order=order, topic=topic, **narrowed), Centre.objects.get(memberships__user=supervisor)
    with CaptureQueriesContext(connection) as asked:
        find(user=supervisor, centres=[centre], wanted=wanted, after=None, size=25)
    (plan,) = plans(asked, cursor, of="enquiries_enquiry")
    assert "COVERING INDEX enquiries_open" in plan
    assert "sqlite_autoindex_enquiries_enquiry_1 (id=?)" in plan.splitlines()[0]  # the rows, by their ids


@pytest.mark.parametrize("order", [Order.LATEST, Order.OLDEST])
def test_what_somebody_has_open_is_listed_by_its_own_index(
    order: Order, centre: Centre, operator: User, cursor: CursorWrapper
) -> None:
    wanted = Filter(order=order, is_mine=True, is_open=True)
    with CaptureQueriesContext(connection) as asked:
        find(user=operator, centres=[centre], wanted=wanted, after=None, size=25)
    (plan,) = plans(asked, cursor, of="enquiries_enquiry")
    assert "INDEX enquiries_open_of_assignee (assignee_id=? AND centre_id=?)" in plan
    assert "TEMP B-TREE" not in plan


def test_what_each_colleague_has_open_is_counted_by_their_own_index(
    centre: Centre, supervisor: User, cursor: CursorWrapper
) -> None:
    """By the centre's, all that is open there would be looked through once for each colleague."""
    with CaptureQueriesContext(connection) as asked:
        load_at(centre, supervisor, 200)
    (plan,) = plans(asked, cursor, of="accounts_user")
    assert plan.count("COVERING INDEX enquiries_open_of_assignee (assignee_id=? AND centre_id=?)") == 2


def test_the_contacts_of_a_day_are_counted_without_sorting_them(
    centre: Centre, supervisor: User, cursor: CursorWrapper
) -> None:
    with CaptureQueriesContext(connection) as asked:
        day_by_hour(centre, supervisor, NOW)
    counted = plans(asked, cursor, of="contacts_contact")
    assert len(counted) > 1
    for plan in counted:
        assert "COVERING INDEX contacts_centre_time" in plan
        assert "TEMP B-TREE" not in plan
