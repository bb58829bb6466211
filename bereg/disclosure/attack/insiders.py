"""The two attackers who know people, and not only rules: what is told to them, as no gate can hold against them.

The first knows, or planted, some records of a cell, and wants to know whether anybody else is in it. The second wants
to know whether one person is there: beside everybody else whom they know, or beside people of whom they know only how
many there are on the average.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bereg.disclosure.privacy_loss import Loss, chances, counts, lost
from bereg.disclosure.rules import Rules

OTHERS = range(1, 5)  # as many as must not be found out


@dataclass(frozen=True)
class Proven:
    """How likely it is proven that others are in one cell.

    usually: where many are known; at_worst: where so many are known as makes it likeliest.
    """

    others: int
    usually: float
    at_worst: float
    known: int


@dataclass(frozen=True)
class Exposed:
    """The cells of one person who is in as many as anybody can be, in a stretch of time, and what they can lose."""

    what: str
    loss: Loss


def chance_of_proof(rules: Rules, known: int, others: int) -> float:
    """Return how likely a figure shows what it could not if the known ones were alone in the cell."""
    alone = chances(known, rules)
    return sum(p for shown, p in chances(known + others, rules).items() if shown not in alone)


def proven(rules: Rules) -> list[Proven]:
    """Return how likely the presence of one to four others is proven to who knows the rest of a cell."""
    found = []
    for others in OTHERS:
        each = [chance_of_proof(rules, known, others) for known in counts(rules)]
        worst = int(np.argmax(np.round(each, 12)))
        found.append(Proven(others, each[-1], each[worst], worst))
    return found


def exposed(rules: Rules, cells: dict[str, int]) -> list[Exposed]:
    """Return what a person can lose. cells: a stretch of time to how many cells of it they are in at most."""
    return [Exposed(what, lost(rules, number)) for what, number in cells.items()]


def accuracy_without_names(together: ArrayLike, of_person: ArrayLike, variance: float) -> NDArray[np.float64]:
    """Return how often who knows no other person guesses right whether one is there, where both are as likely.

    together: shape (n, n), how many records are expected in each pair of the cells shown as numbers, on the diagonal
    in each; those come independently of each other, so the counts vary together as much as they share (Poisson).
    of_person: shape (n,), or (n, people) for several, 1 where they would be in the cell. variance: of the noise.
    The best guess under a normal approximation; it knows all averages exactly, so nobody who knows less does better.
    """
    shared, shift = np.asarray(together, dtype=float), np.asarray(of_person, dtype=float)
    squared = np.sum(shift * np.linalg.solve(shared + variance * np.eye(len(shared)), shift), axis=0)
    return np.asarray(np.vectorize(NormalDist().cdf, otypes=[float])(np.sqrt(squared) / 2))
