"""By what a copy of the database holds nobody finds out which rows an old register had."""

import json
from hashlib import sha256

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings
from django.utils import timezone

from bereg.centres.import_sections import row_key
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.core.migrating import one_model_at_a_time

ROOM, BEFORE = "contacts", "0010_letters_and_questions"
REGISTER, ROW = "journal", ["2007-05-20", "09:03"]


def migrate(to: str = "") -> None:
    """Bring the tables of the room to a migration, by default to the last."""
    executor = MigrationExecutor(connection)
    with one_model_at_a_time():
        executor.migrate([(ROOM, to)] if to else executor.loader.graph.leaf_nodes(ROOM))


def guessed() -> str:
    """The digest that anybody can make of a row that they guess."""
    return sha256(json.dumps([REGISTER, *ROW]).encode()).hexdigest()


def test_a_row_is_known_under_the_secret_of_the_installation_alone() -> None:
    ours = row_key(REGISTER, ROW)
    assert ours == row_key(REGISTER, ROW)
    assert ours != guessed()
    with override_settings(SECRET_KEY="another house's"):
        assert row_key(REGISTER, ROW) != ours


@pytest.mark.django_db(transaction=True)
def test_a_row_that_was_imported_before_is_known_by_the_same_digest_as_now(centre: Centre) -> None:
    try:
        migrate(BEFORE)
        for key in (guessed(), None):
            Contact.objects.create(centre=centre, channel="phone", started_at=timezone.now(), import_key=key)
    finally:
        migrate()
    assert set(Contact._base_manager.values_list("import_key", flat=True)) == {row_key(REGISTER, ROW), None}
