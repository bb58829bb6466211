"""The cells of the most exposed person: counted from the catalogue, as they come about, and held to a budget."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bereg.counting import published_tables
from bereg.counting.catalogue import ALL, CatalogueError
from bereg.counting.codes import FIRST_ANSWER, TOPIC
from bereg.counting.cubes import Cube
from bereg.counting.months import Period
from bereg.counting.published_tables import Level
from bereg.publishing import cells, insiders

pytestmark = pytest.mark.once("it uses no database")

MONTH, YEAR = Period(date(2007, 5, 1), date(2007, 5, 1)), Period(date(2007, 5, 1), date(2008, 4, 1))
# Some codes of each question that the standard questionnaire has; the person gave the first.
ANSWERS = {
    "channel": ("phone", "visit"),
    "citizenship": ("UZ", "RU", "TJ", "AM"),
    "gender": ("female", "male"),
    "age": ("20_29", "50_over"),
    "education": ("higher", "none"),
    "work_permit": ("no", "yes"),
    "migration_registration": ("yes", "no"),
    "employer": ("private", "company"),
    "enquirer": ("migrant", "relative"),
    "source": ("friends", "radio"),
    "consultation_first": ("information", "advice", "document", "support", "crisis", "accompaniment"),
    "suspected_victim": ("yes",),
    "under_18": ("yes",),
    "in_danger": ("yes",),
    "dispatch_first": ("referral", "rescue", "check"),
    "dispatch_sent_first": ("state_bodies", "other_bodies"),
    "dispatch_answered_first": ("state_bodies", "other_bodies"),
    "outcome_first": ("check", "operation", "freed", "sheltered"),
    "violation_first": ("forwarded",),
    "search_first": ("begun", "told"),
}
TOPICS = ("police", "quota", "family", "other")


class Codes:
    """The numbers of these codes."""

    def numbers(self, variable: str) -> dict[str, int]:
        """Return code to number."""
        if variable == TOPIC:
            return {code: at for at, code in enumerate(TOPICS)}
        return {code: at for at, code in enumerate(ANSWERS.get(variable, ()), FIRST_ANSWER)}

    def names(self, variable: str) -> dict[int, str]:
        """Return number to code."""
        return {number: code for code, number in self.numbers(variable).items()}


class OnePerson:
    """The figures of one foreigner, by telephone, who asked about the first `topics` of the topics and got all help."""

    codes = Codes()

    def __init__(self, topics: int) -> None:
        self._mask = 2**topics - 1

    def counts(self, cube: Cube, _centre: str, group: str) -> Counter[int]:
        """Return the one record."""
        if group not in {ALL, "foreigners"}:
            return Counter()
        if cube.universe in {
            "consultations",
            "dispatches",
            "outcomes",
            "violations",
            "searches",
        }:  # everything was done, once each
            return Counter(self.codes.numbers(cube.variable).values())
        if not cube.topic_groups:
            return Counter({FIRST_ANSWER: 1})
        return Counter({sum(bool(self._mask & of) << bit for bit, of in enumerate(cube.topic_groups)): 1})

    def topics(self, _universe: str, _centre: str, group: str) -> dict[str, int]:
        """Return who asked about each topic."""
        inside = group in {ALL, "foreigners"}
        return {code: int(inside and self._mask >> at & 1) for at, code in enumerate(TOPICS)}

    def size(self, _universe: str, _centre: str, group: str = ALL) -> int:
        """Return how many there are."""
        return int(group in {ALL, "foreigners"})


def cells_of(period: Period, levels: dict[str, Level], topics: int) -> int:
    """Count the different published cells that the person is in."""
    figures: Any = OnePerson(topics)
    source = cells.CellSource(figures, period, "RU", figures.codes)
    every = [each for centre, level in levels.items() for each in cells.counted(source, centre, level)]
    return len({each.definition for each in every if each.count})


@pytest.mark.parametrize("topics", [0, 1, 2, 3, 4])
def test_what_the_catalogue_says_is_what_a_person_comes_to(topics: int) -> None:
    found = published_tables.exposure(published_tables.tables(), topics)

    assert cells_of(MONTH, {ALL: Level.MONTH, "moscow": Level.CENTRE_MONTH}, topics) == found.month
    assert cells_of(YEAR, {ALL: Level.YEAR, "moscow": Level.CENTRE_YEAR}, topics) == found.year


def test_the_budget_is_used_up_and_not_passed() -> None:
    assert published_tables.exposure(published_tables.tables()).both == published_tables.BUDGET
    assert f"\nbudget = {published_tables.BUDGET}\n" in published_tables.FILE.read_text(encoding="utf-8")


def test_one_table_more_is_refused_unless_it_replaces_one_or_the_budget_is_raised_knowingly() -> None:
    text = Path(published_tables.FILE).read_text(encoding="utf-8")
    sector = '[[table]]\nid = "sector"\nkind = "codes"\npopulation = "enquiries"\nvariable = "sector"\nyear = ["all"]\n'
    with pytest.raises(CatalogueError, match=r"up to 78 cells .* the budget is 76"):
        published_tables.read(f"{text}\n{sector}")
    with pytest.raises(CatalogueError, match="the budget is 76"):
        published_tables.read(f"{text}\n{sector}".replace("\nbudget = 76\n", "\n"))

    raised = f"{text}\n{sector}".replace("\nbudget = 76\n", "\nbudget = 78\n")
    assert published_tables.read(raised)[-1].id == "sector"
    replaced = text.replace('id = "source"', 'id = "sector"').replace('"source"\nyear', '"sector"\nyear')
    assert "sector" in {table.id for table in published_tables.read(replaced)}


def test_a_class_of_two_firsts_is_refused_since_a_matter_would_be_in_it_twice() -> None:
    text = Path(published_tables.FILE).read_text(encoding="utf-8")
    with pytest.raises(CatalogueError, match="'came_of': a class of several codes"):
        published_tables.read(text.replace('freed = ["freed"]', 'freed = ["freed", "sheltered"]'))


def test_records_of_another_kind_are_of_the_same_person_unless_the_file_says_otherwise() -> None:
    text = Path(published_tables.FILE).read_text(encoding="utf-8")
    with pytest.raises(CatalogueError, match="up to 80 cells"):
        published_tables.read(text.replace("\napart = true\n", "\n"))


def test_help_without_named_classes_is_refused_as_nobody_could_count_its_cells() -> None:
    text = Path(published_tables.FILE).read_text(encoding="utf-8")
    with pytest.raises(CatalogueError, match="'searched': classes"):
        published_tables.read(text[: text.rindex("[table.classes]")])


def test_what_is_stated_names_the_cells_of_a_month_a_year_and_a_correction() -> None:
    found, said = published_tables.exposure(published_tables.tables()), insiders.statements()

    assert len(said) == 4
    for cells_at_most, sentence in zip(found.stretches.values(), said[1:], strict=True):
        assert f"({cells_at_most} cells at most)" in sentence
    assert found.stretches == {"month": found.month, "year": found.both, "corrected": 2 * found.both}
