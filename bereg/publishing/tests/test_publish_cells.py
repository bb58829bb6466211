"""What a release publishes: each cell once, said in one way only, in classes that were fixed beforehand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bereg.counting import code_lists, published_tables, queries
from bereg.counting.catalogue import ALL, CatalogueError
from bereg.counting.codes import Codes
from bereg.counting.months import Period
from bereg.counting.published_tables import LEFT_OUT, Level, PublishedKind
from bereg.disclosure import SMALL
from bereg.disclosure.rules import Mark
from bereg.publishing import cells, disclosure_control, levels
from bereg.publishing.cells import BASE, CellSource, Counted

MAY = Period(date(2007, 5, 1), date(2007, 5, 1))
YEAR = Period(date(2007, 5, 1), date(2008, 5, 1))
Enquire = Callable[..., None]
SECRET = bytes(range(32))


def counted(level: Level = Level.YEAR, period: Period = MAY, home: str = "RU") -> list[Counted]:
    code_lists.register(Codes())
    figures = queries.figures_of(period)
    return list(cells.counted(CellSource(figures, period, home, figures.codes), ALL, level))


def rows(table: str, group: str = ALL, level: Level = Level.YEAR) -> dict[str, int]:
    found = counted(level)
    return {each.code: each.count for each in found if (each.table, each.group) == (table, group)}


def test_classes_and_their_base(enquire: Enquire) -> None:
    for age in ("under_20", "20_29", "40_49", "declined"):
        enquire(age=age)

    assert rows("age_bands", level=Level.MONTH) == {BASE: 3, "under_30": 2, "30_49": 1, "50_over": 0}


def test_what_stands_in_no_class_is_in_the_base_and_in_no_row(enquire: Enquire) -> None:
    for gender in ("female", "other", "other"):
        enquire(gender=gender)
    shown = {
        each.cell.code: each.shown
        for each in disclosure_control.protect(counted(), SECRET)
        if each.cell.table == "gender"
    }

    assert rows("gender") == {BASE: 3, "female": 1, "male": 0, LEFT_OUT: 2}
    assert shown == {BASE: SMALL, "female": SMALL, "male": SMALL, LEFT_OUT: Mark.UNPUBLISHED}


def test_other_countries_without_the_own(enquire: Enquire) -> None:
    for country in ("RU", "UZ", "stateless", "stateless"):
        enquire(citizenship=country)
    found = rows("citizenship")

    assert (found[BASE], found["UZ"], found["TJ"], found["other"]) == (4, 1, 0, 2)
    assert "RU" not in found


def test_who_asked_about_several_topics_of_a_class_is_one(enquire: Enquire) -> None:
    enquire(topics="work_permit registration")
    enquire(topics="registration citizenship")
    found = rows("topic_groups", level=Level.MONTH)

    assert (found["permits"], found["status"], found["other"]) == (2, 1, 0)
    assert "abroad" not in found  # no questionnaire asks about it
    assert rows("topic")["registration"] == 2


@pytest.mark.parametrize("home", ["RU", ""])
def test_cells_of_one_definition_are_one_cell(enquire: Enquire, home: str) -> None:
    """Such as a total beside its only class: they have the same count and the same noise."""
    enquire(citizenship="UZ", gender="female", topics="other")
    enquire(citizenship="RU", gender="male")
    for level in Level:
        counts: dict[bytes, set[int]] = {}
        for each in counted(level, home=home):
            counts.setdefault(bytes(each.definition), set()).add(each.count)
        assert all(len(each) == 1 for each in counts.values())
        assert len(counts) > 1


def test_a_group_is_a_citizenship_where_there_is_one_home_country(enquire: Enquire) -> None:
    """Else citizens of the home country would have one noise as a group and another one as a country."""
    enquire(citizenship="RU")
    [citizens] = [each for each in counted() if (each.table, each.group, each.code) == ("enquiries", "citizens", BASE)]

    assert citizens.definition.conditions == (("citizenship", ("RU",)),)
    assert citizens.count == 1


@pytest.mark.parametrize(
    ("period", "size", "level"),
    [
        (MAY, 99, None),
        (MAY, 100, Level.CENTRE_MONTH),
        (YEAR, 99, None),
        (YEAR, 499, Level.SMALL_CENTRE_YEAR),
        (YEAR, 500, Level.CENTRE_YEAR),
    ],
)
def test_a_small_centre_shows_little(period: Period, size: int, level: Level | None) -> None:
    assert levels.level_of(period, size) == level


def test_small_centres_show_less_than_large_ones_and_months_less_than_years() -> None:
    of = {level: {table.id for table in published_tables.tables() if level in table.groups} for level in Level}

    assert of[Level.CENTRE_MONTH] < of[Level.MONTH]
    assert len(of[Level.SMALL_CENTRE_YEAR]) < len(of[Level.CENTRE_YEAR])
    assert "citizenship" not in of[Level.MONTH] | of[Level.CENTRE_YEAR]


@pytest.mark.parametrize(
    ("changed", "to"),
    [
        ('population = "contacts"', 'population = "people"'),
        ('month = ["all"]', 'month = ["women"]'),
        ('kind = "topics"', 'kind = "pivot"'),
        ('female = ["female"]', 'female = ["female", "male"]'),
        ('variable = "channel"', ""),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(changed: str, to: str) -> None:
    text = Path(published_tables.FILE).read_text(encoding="utf-8")
    with pytest.raises(CatalogueError, match="Table"):
        published_tables.read(text.replace(changed, to, 1))


def test_every_kind_is_in_use() -> None:
    assert {table.kind for table in published_tables.tables()} == set(PublishedKind) - {PublishedKind.DISTINCT}
