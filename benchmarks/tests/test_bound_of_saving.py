"""The bound of saving stores what the form stored, and does what SQLite has to do for it while the clock runs."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from benchmarks import bare_inserts
from benchmarks.bare_inserts import KEYS, SERIES, TABLES, Bare
from benchmarks.installation import Installation
from benchmarks.saving import TOPICS, TYPED
from bereg.accounts.models import User
from bereg.core.sqlite.base import log_size
from bereg.questionnaire.publishing import publish_standard

pytestmark = [
    pytest.mark.once("the file that it looks into is SQLite's"),
    pytest.mark.skipif("connections['default'].vendor != 'sqlite'"),
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]


@pytest.fixture
def saved(operator: User, client: Client, tmp_path: Path) -> Installation:
    """Two enquiries that were saved through the form, in files of their own."""
    publish_standard(by=operator)
    client.force_login(operator)
    for _ in range(2):
        answer = client.post(reverse("desk:form", args=[uuid4()]), {**TYPED, "topics": TOPICS})
        assert answer.status_code == 302
    made = Installation(tmp_path / "stand", "")
    made.keys_file.parent.mkdir(parents=True)
    for alias, file in (("default", made.file), ("keys", made.keys_file)):
        with connections[alias].cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        with closing(sqlite3.connect(file)) as copied:
            copied.execute("PRAGMA journal_mode = WAL")
    return made


def rows_in(link: Any, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    return sorted(link.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)  # noqa: S608 - names of ours


def test_the_same_rows_are_stored_and_the_series_counts_on(saved: Installation) -> None:
    with closing(Bare(saved)) as made:
        files = dict.fromkeys(TABLES, made._link) | {KEYS: made._keys}
        before = {table: rows_in(link, table) for table, link in files.items()}
        ((last,),) = rows_in(made._link, SERIES, "last")
        taken = made.newest(2)
        assert [rows_in(made._link, table) for table in ("enquiries_enquiry", "contacts_contact")] == [[], []]
        assert made.insert(taken) > 0
        assert {table: rows_in(link, table) for table, link in files.items()} == before
        assert rows_in(made._link, SERIES, "last") == [(last + 2,)]


def test_the_log_is_cut_where_the_program_cuts_it(saved: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    def logs_after(largest_b: int) -> list[int]:
        monkeypatch.setattr(bare_inserts, "LARGEST_LOG_B", largest_b)
        with closing(Bare(saved)) as made:
            made.insert(made.newest(2))
            return [log_size(file) for file in (saved.file, saved.keys_file)]

    assert logs_after(0) == [0, 0]
    assert min(logs_after(1_000_000_000)) > 0
