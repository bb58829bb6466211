"""Who knows nobody: who is in which cell is read from the facts as the cells were counted."""

import datetime as dt

import numpy as np
import pytest

from bereg.centres.models import Centre
from bereg.counting.months import Period
from bereg.counting.tests.conftest import Enquire
from bereg.disclosure import SMALL, define
from bereg.disclosure.attack.insiders import accuracy_without_names
from bereg.publishing import attacking, outsiders
from bereg.publishing.attacking import as_counted
from bereg.publishing.cells import Counted
from bereg.publishing.disclosure_control import RULES, Protected
from bereg.publishing.frames import Frame

MAY, JUNE = dt.date(2007, 5, 1), dt.date(2007, 6, 1)
OF_MAY, OF_BOTH = Period(MAY, MAY), Period(MAY, JUNE)
IN_JUNE = "2007-06-10T12:00:00+00:00"


@pytest.fixture
def people(enquire: Enquire, other_centre: Centre) -> list[Counted]:
    """Some people of two months and centres, and every cell of enquiries that counts them."""
    enquire(citizenship="RU", gender="male", topics="other")
    enquire(citizenship="UZ", gender="female", topics="other citizenship")
    enquire(citizenship="UZ", topics="")
    enquire(IN_JUNE, citizenship="UZ", gender="male", topics="citizenship")
    enquire(IN_JUNE, at=other_centre, gender="female", topics="other")
    every = [each for of in (OF_MAY, OF_BOTH) for each in attacking.counted(of, Frame.now(), as_counted)]
    return [each for each in every if each.definition.population == "enquiries"]


def shown(cell: Counted) -> Protected:
    return Protected(cell, 40, is_large=True)


def test_people_are_in_the_cells_that_count_them(people: list[Counted]) -> None:
    months = list(outsiders._by_month([each.definition for each in people], OF_BOTH))
    assert [of.shape for of in months] == [(len(people), 3), (len(people), 2)]
    assert [of.sum() for of in np.concatenate(months, axis=1)] == [each.count for each in people]
    assert len({each.count for each in people}) > 3


def test_each_person_is_guessed_by_the_cells_that_show_a_number(people: list[Counted]) -> None:
    [total] = {each.definition: each for each in people if not each.definition.conditions and each.count == 5}.values()
    hidden = next(each for each in people if each.count == 1)
    cells = [shown(total), shown(total), Protected(hidden, SMALL, is_large=False)]
    alone = float(accuracy_without_names([[5.0]], [1.0], RULES.variance))

    assert outsiders.guesses(cells, OF_BOTH) == pytest.approx([alone] * 5)
    assert outsiders.guesses(cells[2:], OF_BOTH).tolist() == [0.5]
    assert 0.5 < alone < outsiders.guesses([*cells, shown(hidden)], OF_BOTH).max()


def test_a_question_that_nobody_was_asked_has_nobody(people: list[Counted]) -> None:
    unasked = define("enquiries", {"shoes": ("red",)}, centre="all", period=people[0].definition.period)
    assert not any(of.any() for of in outsiders._by_month([unasked], OF_BOTH))
