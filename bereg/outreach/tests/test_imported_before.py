"""Events that were imported before it was noted into which centre get it: the one where they stand."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bereg.centres.models import Centre
from bereg.core.migrating import one_model_at_a_time
from bereg.outreach.models import OutreachEvent
from bereg.outreach.queries import imported_keys

ROOM, BEFORE, NOTED = "outreach", "0004_rows_of_each_centre", "0005_whose_list"


def migrate(to: str = "") -> None:
    """Bring the tables of the room to a migration, by default to the last."""
    executor = MigrationExecutor(connection)
    with one_model_at_a_time():
        executor.migrate([(ROOM, to)] if to else executor.loader.graph.leaf_nodes(ROOM))


@pytest.mark.django_db(transaction=True)
def test_a_row_of_before_is_known_again_and_what_was_noted_here_is_no_row(centre: Centre, other_centre: Centre) -> None:
    for key, held_by in (("a", centre), ("b", other_centre), (None, centre)):
        OutreachEvent.objects.create(
            centre=held_by, kind="lecture", held_on=dt.date(2019, 1, 14), place_kind="school", import_key=key
        )
    try:
        migrate(BEFORE)
        migrate(NOTED)  # the one after it puts a key to the digests
        assert imported_keys(["a", "b"], centre=centre.code) == {"a"}
        assert imported_keys(["a", "b"], centre=other_centre.code) == {"b"}
        assert OutreachEvent.objects.get(import_key=None).imported_into is None
    finally:
        migrate()
