"""Tables that would prove by themselves that somebody is in a row without a number.

Of a hundred who answered, shown with their noise, ninety said yes: then at least one said no, if the noise of the two
goes far enough apart. Such a table is left out, a little before it comes to that: so who sees that it is missing knows
that nobody need be there, and who sees one that stands too.
"""

from collections.abc import Sequence

from bereg.counting import published
from bereg.counting.published import LEFT_OUT
from bereg.publishing.cells import BASE
from bereg.publishing.protection import RULES, Protected


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
    complete = {each.variable for each in published.tables() if each.complete}
    codes = {code for part in parts for code in part.get(name, ())}
    return name in complete if name not in whole else codes == set(whole[name])
