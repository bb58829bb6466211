"""A database of the time before texts were sealed: its rows are sealed by the migration, and no trace of them stays."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.core.migrating import one_model_at_a_time
from bereg.enquiries.models import Draft, Enquiry
from bereg.questionnaire.models import Version
from bereg.vault import actions as vault
from bereg.vault import comparing_all
from bereg.vault.models import Key
from tests import serving
from tests.opened import answers_of, draft_fields_of, text_of
from tests.typed_material import publish_with_a_text

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = ("enquiries", "0002_assign_to_who_entered")
SEALED = ("enquiries", "0004_seal_what_stands")
STEP = import_module("bereg.enquiries.migrations.0004_seal_what_stands")
MARKS = ("Mark-narrative", "Mark-call-back 8 916 000-00-16", "Mark-material", "Mark-draft", "Mark-word")
ANSWERS = {"gender": "female", "source": "leaflet", "material": MARKS[2], "age": "declined"}


def migrate(to: tuple[str, str] | None = None) -> Any:
    """Bring the room's tables to a migration, by default all rooms' to the last. Return the models of that time."""
    executor = MigrationExecutor(connection)
    leaf = [to] if to else executor.loader.graph.leaf_nodes()
    with one_model_at_a_time():
        executor.migrate(leaf)
    return MigrationExecutor(connection).loader.project_state(leaf).apps


@pytest.fixture
def before(centre: Centre, operator: User, user_that_serves: str) -> Iterator[Any]:
    """The models of the time before, over empty tables."""
    publish_with_a_text()
    yield migrate(BEFORE)
    if Enquiry._meta.db_table in connection.introspection.table_names():
        migrate()
    serving.allow(user_that_serves)


def fill(before: Any, centre: Centre, operator: User, count: int = 3) -> list[Any]:
    """Store enquiries and a draft as they were stored then."""
    version = Version.objects.get()
    made = [
        before.get_model("enquiries", "Enquiry").objects.create(
            number=f"MSK-2026-{number:05}",
            code_word=f"{MARKS[4]}-{number}",
            centre_id=centre.pk,
            questionnaire_id=version.pk,
            consent="yes" if number else "no",
            answers=ANSWERS if number else {},
            topics=" quota ",
            narrative=f"{MARKS[0]} {number} " + "long " * 3000 if number else "",
            call_back=MARKS[1] if number else "",
            opened_at=timezone.now(),
        )
        for number in range(count)
    ]
    before.get_model("enquiries", "Draft").objects.create(
        id=uuid4(), operator_id=operator.pk, centre_id=centre.pk, consent="yes", fields={"narrative": [MARKS[3]]}
    )
    return made


def held() -> bytes:
    """What the database holds of the two tables: SQLite's files, or every value."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))
    with connection.cursor() as cursor:
        found = []
        for table in ("enquiries_enquiry", "enquiries_draft"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            found += [repr(value).encode() for row in cursor.fetchall() for value in row]
            cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s), 0, 10000000, true)", [table])
            found.append(bytes(cursor.fetchone()[0] or b""))
    return b"|".join(found)


def test_rows_are_sealed_leave_no_trace_and_do_not_go_back(before: Any, centre: Centre, operator: User) -> None:
    without, *rows = fill(before, centre, operator)
    assert all(mark.encode() in held() for mark in (MARKS[0], MARKS[4]))  # the search itself can find something
    migrate()
    assert comparing_all.adopt() == len(rows) + 2  # as the first start of the server does: one code word, and one draft
    for row in rows:
        now = Enquiry._base_manager.get(pk=row.pk)
        assert (text_of(now), text_of(now, "call_back")) == (row.narrative, MARKS[1])
        assert now.answers == {name: ANSWERS[name] for name in ("gender", "source", "age")}
        assert answers_of(now) == ANSWERS
        assert bytes(now.call_back_index) == vault.index(centre.pk, "phone", "+7 916 000 00 16")
        before, entry = ChainedAct.objects.filter(action="text.sealed", target=str(row.pk)).order_by("seq")
        assert bytes(before.sha256) == vault.digest(now.narrative, now.typed_answers, now.call_back)
        assert bytes(entry.sha256) == vault.digest(now.narrative, now.typed_answers, now.call_back, now.code_word)
        assert entry.because == before.because == "migration"
        assert text_of(now, "code_word") == row.code_word
    assert Enquiry._base_manager.get(pk=without.pk).narrative == b""
    assert draft_fields_of(Draft._base_manager.get()) == {"narrative": [MARKS[3]]}
    left = held()
    assert [mark for mark in MARKS if mark.encode() in left] == []
    with pytest.raises(IrreversibleError):
        migrate(BEFORE)
    migrate()  # a room above went back first
    Enquiry._base_manager.all().delete()
    Draft._base_manager.all().delete()


def test_without_a_text_the_vault_stays_closed_and_an_interrupted_run_goes_on_where_it_was(
    before: Any, centre: Centre, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise AssertionError("Nothing has to be sealed.")

    with monkeypatch.context() as closed:
        closed.setattr(STEP, "unlocked", refuse)
        migrate(SEALED)
        migrate(BEFORE)

    rows = fill(before, centre, operator, 6)
    seal_many, batches = vault.seal_many, iter([True, False])
    monkeypatch.setattr(STEP, "BATCH", 2)

    def interrupted(items: Any) -> Any:
        if not next(batches, False):
            raise KeyboardInterrupt
        return seal_many(items)

    monkeypatch.setattr(vault, "seal_many", interrupted)
    with pytest.raises(KeyboardInterrupt):
        migrate()
    keys = set(Key.objects.values_list("pk", flat=True))
    assert 0 < len(keys) < 10
    monkeypatch.setattr(vault, "seal_many", seal_many)
    migrate()
    assert keys < set(Key.objects.values_list("pk", flat=True))
    comparing_all.adopt()
    texts = {text_of(each) for each in Enquiry._base_manager.all()}
    assert texts == {row.narrative for row in rows}
