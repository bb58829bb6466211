"""Reading the rows of the search by the full-text index of the database: FTS5, or that of PostgreSQL.

Every condition is a word of the index, so that both databases are asked the same question, and a question whose words
stand everywhere ends after as many rows as are wanted.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from bereg.reference.search_marks import in_title
from bereg.reference.stems import FEWEST_OF_BEGINNING, FEWEST_OF_WHOLE, forms

MOST_ROWS = 100  # of one question; where there are more, narrower questions decide

_SQLITE = """SELECT r.entry_id, r.language, r.title, r.marks
FROM fts_reference f JOIN reference_searchrow r ON r.id = f.rowid
WHERE f.fts_reference MATCH %s AND (r.leaves_on IS NULL OR r.leaves_on > %s) LIMIT %s"""
_POSTGRESQL = """SELECT entry_id, language, title, marks FROM {rows}
WHERE vector @@ to_tsquery('simple', %s) AND (leaves_on IS NULL OR leaves_on > %s) LIMIT %s"""
_SQLITE_FILLS = "SELECT 1 FROM fts_reference WHERE fts_reference MATCH %s LIMIT %s"
_POSTGRESQL_FILLS = "SELECT 1 FROM {rows} WHERE vector @@ to_tsquery('simple', %s) LIMIT %s"

_BY_INDEX = "SET LOCAL enable_seqscan = off; %s; SET LOCAL enable_seqscan = on"
_ALL_ROWS, _FIRST_ROWS = "reference_searchrow", "(SELECT * FROM reference_searchrow LIMIT 200) AS first"


@dataclass(frozen=True)
class RankedRow:
    """What is known of a row that was found."""

    entry: UUID | str  # as the database gives it, since most rows are only compared
    language: str
    title: frozenset[str]
    marks: frozenset[str]


@dataclass(frozen=True)
class Condition:
    """One of several words, each a whole one or a beginning. fills: enough rows have it to fill an answer."""

    wholes: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    fills: bool = False

    @property
    def of_title(self) -> "Condition":
        """The same of the title, and of whole words alone. A row for which it holds has those words themselves too."""
        return Condition(tuple(map(in_title, self.wholes)), fills=self.fills)


def any_of(marks: Iterable[str]) -> Condition:
    """Return the condition that one of some marks stands there."""
    return Condition(wholes=tuple(marks))


def word(typed: str, *, is_last: bool) -> Condition:
    """Return the condition for a word that somebody typed. is_last: it may not be whole yet.

    A word that fills an answer by itself is a whole one: to look for all that begins with it takes a database long.
    """
    wholes = forms(typed)
    if len(typed) < (FEWEST_OF_BEGINNING if is_last else FEWEST_OF_WHOLE):
        return Condition(wholes)
    fills = _fills(Condition(wholes))
    return Condition(wholes, () if fills else (typed,), fills)


def _fills(condition: Condition) -> bool:
    values: list[str | int] = [_question([condition]), MOST_ROWS]
    return len(_found(_SQLITE_FILLS, _POSTGRESQL_FILLS, values, looks_first=True)) == MOST_ROWS


def _found(sqlite: str, postgresql: str, values: list[str | int], *, looks_first: bool) -> list[tuple[Any, ...]]:
    """Ask the database, and PostgreSQL by its index alone. values: the last one is how many rows are enough.

    It takes words for independent of each other: where none has all of them it reads the whole table instead, in the
    hope of the first hundred rows. And its index gathers all rows with a word before it gives the first: of a word that
    stands everywhere the first rows of the table are enough (looks_first).
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(sqlite, values)
            return list(cursor.fetchall())
        if looks_first:
            cursor.execute(postgresql.format(rows=_FIRST_ROWS), values)
            first = list(cursor.fetchall())
            if len(first) == values[-1]:
                return first
        cursor.execute(_BY_INDEX % postgresql.format(rows=_ALL_ROWS), values)
        cursor.nextset()
        return list(cursor.fetchall())


def rows(conditions: Sequence[Condition], *, public_on: dt.date | None, most: int = MOST_ROWS) -> list[RankedRow]:
    """Return rows for which every condition holds, in no order. public_on: those that the public sees on that day."""
    values: list[str | int] = [_question(conditions), (public_on or dt.date.min).isoformat(), most]
    are_common = all(each.fills for each in conditions)
    return [_row(*found) for found in _found(_SQLITE, _POSTGRESQL, values, looks_first=are_common)]


def _row(entry: UUID | str, language: str, title: str, marks: str) -> RankedRow:
    return RankedRow(entry, language, frozenset(title.split()), frozenset(marks.split()))


def _question(conditions: Sequence[Condition]) -> str:
    """Put conditions into the words of the database."""
    if connection.vendor == "sqlite":
        return " AND ".join(map(_fts5, conditions))
    return " & ".join(map(_tsquery, conditions))


def _fts5(condition: Condition) -> str:
    # In quotes a word is a word, whatever it would mean in the language of questions.
    each = [f'"{word}"' for word in condition.wholes] + [f'"{word}"*' for word in condition.beginnings]
    return f"({' OR '.join(each)})"


def _tsquery(condition: Condition) -> str:
    each = [f"'{word}'" for word in condition.wholes] + [f"'{word}':*" for word in condition.beginnings]
    return f"({' | '.join(each)})"
