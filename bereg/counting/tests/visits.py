"""A record that no room stores, counted like any other: what a room declares, and an entry of the catalogue."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from bereg.centres import universes
from bereg.centres.models import Centre
from bereg.centres.scope import Scoped
from bereg.centres.universes import Fact, Universe, Words
from bereg.core.concerns import said
from bereg.counting import catalogue

TABLES = """
[[table]]
id = "visits"
kind = "count"
code = "total"
universe = "visits"
groups = ["all"]
centre = "each"

[[table]]
id = "purpose"
kind = "codes"
universe = "visits"
variable = "purpose"
groups = ["all"]
centre = "each"
"""

with isolate_apps("bereg.counting"):

    class Visit(models.Model):
        """Somebody came to a centre."""

        to_centre: ClassVar[str] = "centre_id"

        id = models.UUIDField(primary_key=True, default=uuid4)
        centre_id = models.UUIDField()
        came_at = models.DateTimeField()
        purpose = models.TextField()
        changed_at = models.DateTimeField()
        counted_in = models.DateField(null=True)

        objects = Scoped()

        class Meta:
            app_label = "statistics"

        def __str__(self) -> str:
            return str(self.pk)


def facts_of(visits: Any, _centre: Centre) -> Iterator[Fact]:
    """Read what the figures may know."""
    for (purpose,) in visits.values_list("purpose"):
        yield Fact((purpose,))


VISITS = Universe(
    name="visits",
    model=Visit,
    at="came_at",
    columns={"purpose": [("advice", "Advice"), ("tea", "Tea")]},
    facts=facts_of,
    words=Words(
        total=lambda _n: "And %(counter)s visits.",
        share=lambda _n: "of %(base)s visits",
        commonest=lambda _n: "Most came for %(label)s: %(percent)s of %(base)s.",
    ),
    titles={"purpose": "Why people came"},
)


def make_table() -> None:
    """Make the table, for as long as the test's transaction lasts."""
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    statement, values = editor.table_sql(Visit)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def visit(centre: Centre, at: str, purpose: str) -> None:
    """Let somebody come."""
    came_at = dt.datetime.fromisoformat(at)
    Visit._base_manager.create(centre_id=centre.pk, came_at=came_at, changed_at=came_at, purpose=purpose)


Declare = Callable[[], None]


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, db: None) -> Iterator[Declare]:
    """Declare the universe when called, as a room does in its module, and put its tables into the catalogue."""
    file = tmp_path / "catalogue.toml"
    file.write_text(catalogue.FILE.read_text(encoding="utf-8") + TABLES, encoding="utf-8")

    def now() -> None:
        make_table()
        monkeypatch.setattr(catalogue, "FILE", file)
        monkeypatch.setattr(universes, "said", _with_visits)
        forget()

    yield now
    monkeypatch.undo()
    forget()


def _with_visits(concern: str, name: str) -> list[Any]:
    """Return what rooms say, and that there is one more universe."""
    return [*said(concern, name), *([VISITS] if name == "UNIVERSE" else [])]


def forget() -> None:
    """Read declarations and catalogue anew."""
    universes.universes.cache_clear()
    catalogue.tables.cache_clear()
