"""Steps of conversations that a closed month counted before the update keep no more of their moment than the month."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bereg.centres.models import Centre
from bereg.conversations.models import ThreadEvent
from bereg.core.migrating import one_model_at_a_time

ROOM, BEFORE = "conversations", "0004_undelivered_in_words"
AT = dt.datetime(2007, 5, 20, 9, 3, tzinfo=dt.UTC)


def migrate(to: str = "") -> None:
    """Bring the tables of the room to a migration, by default to the last."""
    executor = MigrationExecutor(connection)
    with one_model_at_a_time():
        executor.migrate([(ROOM, to)] if to else executor.loader.graph.leaf_nodes(ROOM))


@pytest.mark.django_db(transaction=True)
def test_a_step_of_a_closed_month_is_cut_and_another_is_not(centre: Centre) -> None:
    for counted_in in (dt.date(2007, 5, 1), None):
        ThreadEvent.objects.create(centre=centre, step="begun", source="web", at=AT, counted_in=counted_in)
    try:
        migrate(BEFORE)
    finally:
        migrate()
    cut, kept = (ThreadEvent._base_manager.get(counted_in__isnull=is_open) for is_open in (False, True))
    assert (cut.at, kept.at) == (dt.datetime(2007, 5, 1, 12, tzinfo=dt.UTC), AT)
