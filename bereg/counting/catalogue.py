"""Reading of the catalogue: the only tables that figures may be shown in."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from bereg.centres.universes import universes

FILE = Path(__file__).with_name("catalogue.toml")
ALL = "all"
GROUP_NAMES = (ALL, "citizens", "foreigners")


class CatalogueError(ImproperlyConfigured):
    """The catalogue contradicts itself; the message names the table."""


class TableKind(StrEnum):
    """How the rows of a table come about."""

    CODES = "codes"
    TOPICS = "topics"
    COUNT = "count"
    SHARE = "share"
    DISTINCT = "distinct"
    PART = "part"


OF_A_VARIABLE = frozenset({TableKind.CODES, TableKind.DISTINCT, TableKind.PART})
# The kinds that are one row, named by `code`.
OF_ONE_ROW = frozenset({TableKind.COUNT, TableKind.SHARE, TableKind.DISTINCT, TableKind.PART})


@dataclass(frozen=True)
class CatalogueTable:
    """One entry of the catalogue; catalogue.toml explains the fields."""

    id: str
    kind: TableKind
    universe: str
    groups: tuple[str, ...]
    centre: str
    variable: str = ""
    code: str = ""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    everything: bool = True
    listed: bool = False
    merges: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        universe = universes().get(self.universe)
        wrong = [
            problem
            for problem, found in (
                ("universe", universe is None),
                ("groups", not self.groups or not set(self.groups) <= set(GROUP_NAMES)),
                ("groups", self.groups != (ALL,) and not (universe and universe.grouped)),
                ("centre", self.centre not in {"national", "each"}),
                ("variable", self.kind in OF_A_VARIABLE and not self.variable),
                ("code", (self.kind in OF_ONE_ROW) != bool(self.code)),
                ("only", self.kind == TableKind.PART and not self.only),
                ("listed", self.listed and (self.kind != TableKind.COUNT or self.centre != "each")),
                ("merges", any(repeats(classes) for classes in self.merges.values())),
            )
            if found
        ]
        if wrong:
            raise CatalogueError(f"Table {self.id!r}: {wrong[0]}")


def repeats(classes: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether a code stands in two classes."""
    codes = [code for merged in classes.values() for code in merged]
    return len(codes) != len(set(codes))


def read(text: str) -> tuple[CatalogueTable, ...]:
    """Read a catalogue. Raise CatalogueError where it contradicts itself."""
    return tuple(_table(dict(entry)) for entry in tomllib.loads(text)["table"])


def _table(entry: dict[str, object]) -> CatalogueTable:
    try:
        entry["kind"] = TableKind(str(entry["kind"]))
        fields = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        return CatalogueTable(**fields)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"Table {entry.get('id')!r}: {error}") from error


@cache
def tables() -> tuple[CatalogueTable, ...]:
    """Return every table, in the order of the report. The file is part of the program and does not change."""
    return read(FILE.read_text(encoding="utf-8"))
