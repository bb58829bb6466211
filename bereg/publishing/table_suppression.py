"""Which tables a release leaves out, as too few people were there for them.

A month of a small centre would have more "<10" than numbers, and so break the gate of usefulness and never go out.
The emptiest tables are left out instead, whole, until enough of the rest is shown. What would be shown alone decides,
never a true count: so a missing table tells less than the table would, and the attack, which is on all of them, holds.

Left out as well is a table that would prove by itself that somebody is in a row without a number. Of a hundred who
answered, shown with their noise, ninety said yes: then at least one said no, if the noise of the two goes far enough
apart. Such a table goes a little before it comes to that: so who sees that it is missing knows that nobody need be
there, and who sees one that stands too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from bereg.counting import published_tables
from bereg.counting.catalogue import ALL
from bereg.counting.published_tables import LEFT_OUT, people
from bereg.disclosure.attack import LEAST_SHOWN
from bereg.disclosure.rules import Mark
from bereg.publishing.cells import BASE
from bereg.publishing.disclosure_control import RULES, Protected

Key = tuple[str, str, str]  # table, centre and group


def thinned(period: Iterable[Protected], *, totals_stay: bool = False) -> list[Protected]:
    """Return the cells of a period, those of the emptiest tables marked as left out.

    How many people turned to us stays, and every total that is a number. totals_stay: the others too, as in older
    releases, in which a total that is no number was rare.
    """
    every = list(period)
    tables = {key: list(cells) for key, cells in groupby(every, key=key_of)}
    withheld = set() if totals_stay else {key for key, cells in tables.items() if is_tight(cells)}
    out = withheld | _emptiest(
        {key: cells for key, cells in tables.items() if key not in withheld}, totals_stay=totals_stay
    )
    return [
        replace(each, is_left_out=True, is_withheld=key_of(each) in withheld) if key_of(each) in out else each
        for each in every
    ]


def key_of(each: Protected) -> Key:
    """Return the table that a cell stands in."""
    return each.cell.table, each.cell.centre, each.cell.group


def _emptiest(tables: dict[Key, list[Protected]], *, totals_stay: bool) -> set[Key]:
    """Return the tables to leave out: as few as possible, the emptiest first; of two that are alike the later one."""
    numbers = {key: _shown(cells) for key, cells in tables.items()}
    order = list(tables)
    rows = [key for key in tables if numbers[key][1] and not _stays(key, tables[key], totals_stay=totals_stay)]
    rows.sort(key=lambda key: (numbers[key][0] / numbers[key][1], -order.index(key)))
    shown, of = (sum(each) for each in zip(*numbers.values(), strict=True)) if numbers else (0, 0)
    out: set[Key] = set()
    for key in rows:
        if shown >= LEAST_SHOWN * of:
            break
        out.add(key)
        shown, of = shown - numbers[key][0], of - numbers[key][1]
    return out


def _stays(key: Key, cells: Sequence[Protected], *, totals_stay: bool) -> bool:
    """Tell whether a table is never left out."""
    if any(each.cell.code != BASE for each in cells):
        return False
    return totals_stay or _shown(cells)[0] > 0 or (key[0], key[2]) == (people(), ALL)


def _shown(cells: Sequence[Protected]) -> tuple[int, int]:
    """Return how many cells are shown as numbers, of how many that are published."""
    figures = [each.shown for each in cells if each.shown is not Mark.UNPUBLISHED]
    return sum(isinstance(each, int) for each in figures), len(figures)


def is_tight(table: Sequence[Protected]) -> bool:
    """Tell whether the rows with a number leave at least nobody for each of those without one."""
    rows = [each for each in table if each.cell.code not in {BASE, LEFT_OUT}]
    base = next((each.shown for each in table if each.cell.code == BASE), None)
    hidden = sum(not isinstance(each.shown, int) for each in rows)
    if not isinstance(base, int) or not hidden or not _is_divided(table, rows):
        return False
    shown = [each.shown for each in rows if isinstance(each.shown, int)]
    noise = RULES.max_deviation * (1 + len(shown))
    others = (RULES.class_below - 1 + RULES.max_deviation) * (hidden - 1)
    return base - sum(shown) - noise - others >= 0


def _is_divided(table: Sequence[Protected], rows: Sequence[Protected]) -> bool:
    """Tell whether everybody of the base is in one row and no more."""
    base = rows[0].cell.base
    if base is None or len(rows) < len(table) - 1:  # somebody is in no row
        return False
    whole = dict(base.conditions)
    parts = [dict(each.cell.definition.conditions) for each in rows]
    names = {name for part in parts for name, codes in part.items() if whole.get(name) != codes}
    if len(names) != 1:
        return False
    [name] = names
    complete = {each.variable for each in published_tables.tables() if each.complete}
    codes = {code for part in parts for code in part.get(name, ())}
    return name in complete if name not in whole else codes == set(whole[name])
