"""What the cubes count: the one definition, which runs on every engine that ibis knows.

It stands apart from `cubes.py`, as ibis takes a third of a second to load and no command needs it.
"""

from functools import reduce
from operator import add

import ibis
from ibis.expr.types import Column, IntegerColumn, Table

from bereg.counting.codes import NEITHER, NOT_ASKED
from bereg.counting.cubes import BESIDE_BITS, COLUMNS, TOPIC_WORD, Cube


def counts(facts: dict[str, Table], cubes: tuple[Cube, ...]) -> Table:
    """Return all cubes as one long table. facts: universe to its table of facts."""
    return ibis.union(*(_count(facts[cube.universe], cube) for cube in cubes if cube.universe in facts), distinct=False)


def _count(facts: Table, cube: Cube) -> Table:
    keys = {"centre": facts.centre.cast("int64"), "grp": _group(facts), "value": _values(facts, cube)}
    cells = facts.select(**keys).group_by(["centre", "grp", "value"]).aggregate(n=lambda cell: cell.count())
    return cells.mutate(cube=ibis.literal(cube.name)).select(*COLUMNS)


def _group(facts: Table) -> Column:
    if "group" not in facts.columns:
        return ibis.literal(NEITHER).cast("int64")
    return facts["group"].cast("int64")


def _values(facts: Table, cube: Cube) -> Column:
    if not cube.beside:
        return _value(facts, cube)
    first: IntegerColumn = _value(facts, cube)
    second: IntegerColumn = _number(facts, cube.beside)
    return first + second * 2**BESIDE_BITS


def _value(facts: Table, cube: Cube) -> Column:
    if cube.topic_groups:
        topics: IntegerColumn = facts.topics.cast("int64")
        return reduce(add, (((topics & mask) != 0).ifelse(2**at, 0) for at, mask in enumerate(cube.topic_groups)))
    if cube.topic_word is not None:
        word: IntegerColumn = facts.topics.cast("int64") >> (TOPIC_WORD * cube.topic_word)
        return (word & (2**TOPIC_WORD - 1)).cast("int64")
    return _number(facts, cube.variable)


def _number(facts: Table, variable: str) -> Column:
    # A question that no questionnaire of the month had was not asked.
    if not variable or variable not in facts.columns:
        return ibis.literal(NOT_ASKED).cast("int64")
    return facts[variable].cast("int64")
