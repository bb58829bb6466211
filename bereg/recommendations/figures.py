"""The figures that a recommendation rests on: named by their ids in a release, and shown as it publishes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bereg.core.numbers import number, per_cent
from bereg.publications.content import Content, Row, Table, named
from bereg.publications.sentences import spoken
from bereg.publications.shares import share

FigureKey = tuple[str, str, str, str]  # centre, table, group, row; the row is "" for the whole table


@dataclass(frozen=True)
class NamedFigure:
    """A figure of a release in words, and what was published of it."""

    words: str
    shown: str


def figures_of(said: Content) -> dict[FigureKey, NamedFigure]:
    """Return every table and row of a release, in its order. said: with bases."""
    return {key: figure for table in said["tables"] for key, figure in _of_table(table, said)}


def _of_table(table: Table, said: Content) -> Iterator[tuple[FigureKey, NamedFigure]]:
    where = table["centre"], table["id"], table["group"]
    names = [named(table[each], spoken())[0] for each in ("title", "centre_name", "group_name")]
    words, small = ", ".join(names), f"<{said['class_below']}"
    total = number(table["base"]) if table["base"] is not None else small
    yield (*where, ""), NamedFigure(words, "" if table["rows"] else total)
    for row in table["rows"]:
        yield (
            (*where, row["code"]),
            NamedFigure(f"{words}: {named(row['label'], spoken())[0]}", _shown(row, table, small)),
        )


def _shown(row: Row, table: Table, small: str) -> str:
    if row["shown"] is None:
        return small
    part = share(row["shown"], table["base"], table.get("interval_below", 0))
    return f"{number(row['shown'])} ({per_cent(part)})" if part else number(row["shown"])


def keyed(names: Sequence[str], known: dict[FigureKey, NamedFigure]) -> list[FigureKey]:
    """Return figures by the words that a field offers. Raise KeyError on words of none."""
    by_words = {figure.words: key for key, figure in known.items()}
    return list(dict.fromkeys(by_words[each] for each in names))
