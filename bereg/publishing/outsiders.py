"""What is learnt of a person by who knows nobody, but how many there are on the average in each cell and each two.

It is worked out from the very records, so it is said to who runs the attack, and is neither in a release nor a gate.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bereg.counting import facts, months, store
from bereg.counting.catalogue import ALL
from bereg.counting.codes import GROUPS, TOPIC, Codes
from bereg.counting.months import Period
from bereg.counting.published_tables import people
from bereg.disclosure import Definition
from bereg.disclosure.attack.insiders import accuracy_without_names
from bereg.publishing.disclosure_control import RULES, Protected

if TYPE_CHECKING:
    import pyarrow as pa  # slow to load, and most commands count nothing

Membership = NDArray[np.float64]  # shape (cells, people): 1 where the person is in the cell


def guesses(protected: Sequence[Protected], period: Period) -> NDArray[np.float64]:
    """Return how often it is guessed rightly of each person with an enquiry whether they are there."""
    cells = list(dict.fromkeys(each.cell.definition for each in protected if _is_number(each)))
    if not cells:
        return np.array([0.5])
    together = sum((of @ of.T for of in _by_month(cells, period)), np.zeros((len(cells), len(cells))))
    every = [accuracy_without_names(together, of, RULES.variance) for of in _by_month(cells, period)]
    return np.concatenate(every) if every else np.array([0.5])


def _is_number(cell: Protected) -> bool:
    is_there = not (cell.is_left_out or cell.is_withheld)
    return is_there and isinstance(cell.shown, int) and cell.cell.definition.population == people()


def _by_month(cells: Sequence[Definition], period: Period) -> Iterator[Membership]:
    """Yield month by month who is in which cell: all people at once would be too many where there are many."""
    import pyarrow.parquet as pq

    codes = Codes()
    for month in period:
        with store.at_hand(facts.files([month]).get(people(), [])) as near:
            for path in near.values():
                everybody = pq.read_table(path)
                yield np.array([_is_in(cell, everybody, months.name(month), codes) for cell in cells], dtype=float)


def _is_in(cell: Definition, people: "pa.Table", month: str, codes: Codes) -> NDArray[np.bool_]:
    """Tell of each person of a month whether they are in a cell."""
    found = np.full(people.num_rows, cell.period.first <= month <= cell.period.last)
    if cell.centre != ALL:
        found &= people["centre"].to_numpy() == codes.numbers("centre")[cell.centre]
    for variable, wanted in cell.conditions:
        if variable.startswith(f"{TOPIC} "):
            bits = codes.numbers(TOPIC)
            mask = sum(1 << bits[topic] for topic in variable.removeprefix(f"{TOPIC} ").split("+") if topic in bits)
            found &= (people["topics"].to_numpy() & mask) != 0
        elif variable in people.column_names:
            numbers = GROUPS if variable == "group" else codes.numbers(variable)
            found &= np.isin(people[variable].to_numpy(), [numbers[code] for code in wanted if code in numbers])
        else:  # no questionnaire of the month asked
            found[:] = False
    return found
