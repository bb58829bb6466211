"""Whole numbers that meet given shares, and their hand-out by chance: the arithmetic of the demonstration year."""

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

NEVER = 1e-9  # a leaning that is used only where the margins leave no other way
ROUNDS = 30


def shared_out(total: int, shares: Mapping[Row, float]) -> dict[Row, int]:
    """Share a total out in whole numbers by the largest remainder; the shares need not sum to one."""
    scale = total / sum(shares.values())
    exact = {code: share * scale for code, share in shares.items()}
    counts = {code: math.floor(value) for code, value in exact.items()}
    by_remainder = sorted(exact, key=lambda code: counts[code] - exact[code])
    for code in by_remainder[: total - sum(counts.values())]:
        counts[code] += 1
    return counts


def balanced(
    rows: Mapping[Row, int], columns: Mapping[Column, int], lean: Callable[[Row, Column], float]
) -> dict[tuple[Row, Column], int]:
    """Fill a table with whole numbers whose margins are exact and whose shape follows `lean`."""
    if sum(rows.values()) != sum(columns.values()):
        raise ValueError(f"Rows sum to {sum(rows.values())}, columns to {sum(columns.values())}.")
    cells = {(row, column): max(lean(row, column), NEVER) for row in rows for column in columns}
    for _ in range(ROUNDS):
        _scale(cells, rows, lambda cell: cell[0])
        _scale(cells, columns, lambda cell: cell[1])
    return _whole(cells, rows, columns)


def _scale(
    cells: dict[tuple[Row, Column], float],
    wanted: Mapping[Item, int],
    margin_of: Callable[[tuple[Row, Column]], Item],
) -> None:
    sums = dict.fromkeys(wanted, 0.0)
    for cell, value in cells.items():
        sums[margin_of(cell)] += value
    for cell in cells:
        margin = margin_of(cell)
        cells[cell] *= wanted[margin] / sums[margin] if sums[margin] else 0.0


def _whole(
    cells: Mapping[tuple[Row, Column], float], rows: Mapping[Row, int], columns: Mapping[Column, int]
) -> dict[tuple[Row, Column], int]:
    counts = {key: math.floor(value) for key, value in cells.items()}
    by_remainder = sorted(cells, key=lambda key: counts[key] - cells[key])
    by_size = sorted(cells, key=lambda key: -cells[key])
    missing: dict[tuple[int, object], int] = {(0, row): wanted for row, wanted in rows.items()}
    missing |= {(1, column): wanted for column, wanted in columns.items()}
    for key, count in counts.items():
        _add(missing, key, -count)
    # The scaling ends with the columns, so a row may have got a little too much.
    for key in reversed(by_remainder):
        surplus = min(counts[key], max(-missing[0, key[0]], 0))
        counts[key] -= surplus
        _add(missing, key, surplus)
    # The second order serves what the first leaves: it adds to large cells, so none that leans to never is filled.
    for order in (by_remainder, *[by_size] * sum(rows.values())):
        if not any(missing.values()):
            break
        for key in order:
            if missing[0, key[0]] > 0 and missing[1, key[1]] > 0:
                counts[key] += 1
                _add(missing, key, -1)
    return counts


def _add(missing: dict[tuple[int, object], int], key: tuple[object, object], count: int) -> None:
    missing[0, key[0]] += count
    missing[1, key[1]] += count


def deal(
    rng: Random, strata: Sequence[Column], quotas: Mapping[Row, int], lean: Callable[[Row, Column], float] | None = None
) -> list[Row]:
    """Give every place a code: each code exactly its quota, each stratum what its leaning makes of the quotas."""
    table = balanced(quotas, Counter(strata), lean or (lambda _row, _column: 1.0))
    hands: dict[Column, list[Row]] = {column: [] for column in Counter(strata)}
    for (row, column), count in table.items():
        hands[column].extend([row] * count)
    for hand in hands.values():
        rng.shuffle(hand)
    return [hands[stratum].pop() for stratum in strata]


def drawn(rng: Random, items: Sequence[Item], count: int, weight: Callable[[Item], float]) -> list[Item]:
    """Draw `count` different items, the heavier the likelier. Source: Efraimidis and Spirakis 2006."""
    keyed = [(-math.log(1 - rng.random()) / max(weight(item), NEVER), place) for place, item in enumerate(items)]
    return [items[place] for _, place in sorted(keyed)[:count]]


def base_near(wanted: int, percent: float) -> int:
    """Return a base close to `wanted` of which a whole number of people is as near to `percent` as can be."""

    def error(base: int) -> float:
        return abs(round(base * percent / 100) / base * 100 - percent)

    slack = max(wanted // 8, 1)
    return min(
        range(max(wanted - slack, 1), wanted + slack + 1), key=lambda base: (round(error(base), 6), abs(base - wanted))
    )
