"""Letters of before they kept what was agreed get it: exact ones stay exact, whatever the recipient gets by now."""

import json
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bereg.accounts.models import User
from bereg.core.migrating import one_model_at_a_time
from bereg.figure_letters.models import FigureLetter, FiguresRecipient
from bereg.figure_letters.tests.conftest import MAY, Arrange, drafted, released

ROOM, BEFORE = "figure_letters", "0002_monthly_releases"


def migrate(to: str = "") -> None:
    """Bring the tables of the room to a migration, by default to the last."""
    executor = MigrationExecutor(connection)
    with one_model_at_a_time():
        executor.migrate([(ROOM, to)] if to else executor.loader.graph.leaf_nodes(ROOM))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("gets_now", "letter", "expected"),
    [
        ("release", {"content": json.dumps({"csv": "a"})}, "report"),
        ("release", {"content": json.dumps({"indicators": [["a"]]}), "reached": [{"name": "a"}]}, "indicators"),
        ("report", {"content": json.dumps({"indicators": []})}, "indicators"),
        ("report", {"content": ""}, "report"),
        ("report", {"with_release": True}, "release"),
        ("release", {"with_release": True}, "release"),
        ("release", {"with_release": True, "reached": [{"name": "a"}]}, "indicators"),
        ("release", {"content": ""}, "release"),
    ],
)
def test_what_a_letter_of_before_is_is_read_from_itself_first(
    arrange: Arrange, supervisor: User, gets_now: str, letter: dict[str, object], expected: str
) -> None:
    release = released(MAY)
    made = drafted(arrange(covers="all", language="ru"), supervisor)
    recipient = made.recipient
    columns = {**letter, "release": release if letter.get("with_release") else None}
    columns.pop("with_release", None)
    FigureLetter.objects.of(made).update(**columns)
    FiguresRecipient.objects.of(recipient).update(gets=gets_now)
    try:
        migrate(BEFORE)
    finally:
        migrate()
    found = FigureLetter.objects.of(made).get()
    assert (found.gets, found.covers, found.language) == (expected, "all", "ru")
    assert found.organisation_id == UUID(str(recipient.organisation_id))
