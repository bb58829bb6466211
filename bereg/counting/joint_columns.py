"""Joints: several variables of a record as one number, which the facts hold beside them.

A record is then counted once a joint, by one column, and not once a variable by three: grouping costs an engine by the
column. A joint's name says how to read it: in `place:4 region:7 age:3` the place has the highest four of 14 bits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa  # slow to load, and most commands count nothing

PLACE, TOPICS = "place", "topics"
APART = frozenset({"centre", "group", PLACE, TOPICS})  # in every joint, or too large for one
MOST_BITS = 16  # what an engine groups by without hashing
MOST_BITS_OF_VARIABLES = 10  # each cell of a joint is summed once more for every variable in it


@dataclass(frozen=True)
class Joint:
    """A place and some variables, each with its bits; the first has the highest."""

    parts: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """Return the name of its column."""
        return " ".join(f"{variable}:{bits}" for variable, bits in self.parts)

    @property
    def variables(self) -> list[str]:
        """Return what it holds besides the place."""
        return [variable for variable, _ in self.parts if variable != PLACE]

    def column(self, table: "pa.Table") -> "pa.Array":
        """Return the number of each record."""
        import pyarrow as pa
        import pyarrow.compute as pc

        kind = pa.uint16() if sum(bits for _, bits in self.parts) <= MOST_BITS else pa.uint64()
        number = pa.nulls(table.num_rows, kind).fill_null(0)
        for variable, bits in self.parts:
            number = pc.bit_wise_or(pc.shift_left(number, pa.scalar(bits, kind)), table[variable].cast(kind))
        return number

    def packed(self) -> str:
        """Return the same number as an expression, for facts that lack its column."""
        return " | ".join(f'("{variable}"::UBIGINT << {self._shift(variable)})' for variable, _ in self.parts)

    def read(self, variable: str, number: str) -> str:
        """Return the expression for one variable out of a number."""
        return f"(({number} >> {self._shift(variable)}) & {2 ** dict(self.parts)[variable] - 1})"

    def _shift(self, variable: str) -> int:
        names = [name for name, _ in self.parts]
        return sum(bits for _, bits in self.parts[names.index(variable) + 1 :])


def planned(highest: Mapping[str, int]) -> list[Joint]:
    """Put variables into few joints. highest: each column of the facts, with the highest number in it."""
    bits = {name: max(int(number).bit_length(), 1) for name, number in highest.items()}
    place = (PLACE, bits.get(PLACE, 1))
    room = min(MOST_BITS_OF_VARIABLES, MOST_BITS - place[1])
    bins: list[list[tuple[str, int]]] = []
    for name in sorted(bits.keys() - APART, key=lambda each: (-bits[each], each)):
        fitting = next((each for each in bins if sum(size for _, size in each) + bits[name] <= room), None)
        if fitting is None:
            bins.append(fitting := [])
        fitting.append((name, bits[name]))
    return [Joint((place, *each)) for each in bins] or [Joint((place,))]


def stored(names: Iterable[str]) -> list[Joint]:
    """Return the joints whose columns stand among these names."""
    found = []
    for name in names:
        if ":" in name:
            parts = (part.split(":") for part in name.split(" "))
            found.append(Joint(tuple((variable, int(bits)) for variable, bits in parts)))
    return found


def with_joints(facts: "pa.Table") -> "pa.Table":
    """Return facts with their joints beside them."""
    import pyarrow.compute as pc

    highest = {name: pc.max(facts[name]).as_py() or 0 for name in facts.column_names}
    for joint in planned(highest):
        facts = facts.append_column(joint.name, joint.column(facts))
    return facts
