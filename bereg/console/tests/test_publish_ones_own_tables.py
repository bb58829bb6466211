"""A list of published tables in the data folder comes before the program's, and never falls back to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from bereg.console.server import CannotServeError, check_tables
from bereg.counting import published_tables
from bereg.counting.catalogue import CatalogueError


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Where the installation's own list lies."""
    settings.DATA = tmp_path
    for each in (published_tables.tables, published_tables.people):
        each.cache_clear()
    yield tmp_path / "published.toml"
    for each in (published_tables.tables, published_tables.people):
        each.cache_clear()


def test_a_list_of_ones_own_is_the_one_in_force(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("release", "tables")
    programs = capsys.readouterr().out
    assert programs == published_tables.FILE.read_text(encoding="utf-8")
    first, _, rest = programs.partition("[[table]]")
    own.write_text(f"{first}[[table]]{rest.rpartition('[[table]]')[0].rpartition('[[table]]')[0]}", encoding="utf-8")
    assert len(published_tables.tables()) == len(published_tables.read(programs)) - 2
    call_command("release", "tables")
    assert capsys.readouterr().out == own.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["budget = ", "people = 'enquiries'", "\x00"])
def test_one_that_cannot_be_read_is_named_and_stops_the_start(own: Path, text: str) -> None:
    own.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=str(own)):
        published_tables.demand()
    with pytest.raises(CannotServeError, match=str(own)):
        check_tables()


def test_one_that_says_more_of_a_person_than_its_budget_is_refused(own: Path) -> None:
    own.write_text(
        published_tables.FILE.read_text(encoding="utf-8").replace("budget = 76", "budget = 75"), encoding="utf-8"
    )
    with pytest.raises(CatalogueError, match=str(own)):
        published_tables.demand()
