"""Lists that may be long: so many rows at most, and whether there are more. How many there are is not counted."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")
LAST_PAGE = 2000


class FirstRows(list[Row]):
    """The first rows of a list in order, and whether there are more: accounts/cut.html says it."""

    def __init__(self, found: "Sequence[Row] | QuerySet[Any, Row]", most: int, begin: int = 0) -> None:
        rows = list(found[begin : begin + most + 1])
        super().__init__(rows[:most])
        self.is_cut = len(rows) > most


class NumberedPage(FirstRows[Row]):
    """One page of a list in order, as its address says (`?page=2`), and whether others are before it or after it."""

    def __init__(self, found: "Sequence[Row] | QuerySet[Any, Row]", most: int, asked: Mapping[str, Any]) -> None:
        number = page_number(asked)
        self.begin = (number - 1) * most
        super().__init__(found, most, self.begin)
        self.before, self.after = number - 1, number + 1 if self.is_cut else 0

    @property
    def first(self) -> int:
        """The number of its first row in the list, from 1 on."""
        return self.begin + 1

    @property
    def last(self) -> int:
        """The number of its last row."""
        return self.begin + len(self)


def page_number(asked: Mapping[str, Any]) -> int:
    """Return which page an address asks for; the first where it names none."""
    typed = str(asked.get("page", ""))
    return max(1, min(int(typed), LAST_PAGE)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
