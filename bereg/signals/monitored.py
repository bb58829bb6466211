"""The shares that are followed from month to month for signals, as the catalogue declares them."""

import tomllib
from dataclasses import dataclass
from functools import cache

from bereg.counting.catalogue import FILE, CatalogueError, CatalogueTable, TableKind, tables


@dataclass(frozen=True)
class MonitoredShare:
    """One entry; catalogue.toml explains the fields. codes: those whose cases are counted together."""

    id: str
    table: CatalogueTable
    group: str
    codes: tuple[str, ...]
    into: str = ""

    def __post_init__(self) -> None:
        if self.group not in self.table.groups or not self.codes or self.table.centre != "each":
            raise CatalogueError(f"Monitored share {self.id!r}: no such group, no codes, or a national table")


def read(text: str) -> tuple[MonitoredShare, ...]:
    """Read the shares of a catalogue. Raise CatalogueError where it contradicts itself."""
    found = tuple(_share(entry) for entry in tomllib.loads(text).get("monitored", []))
    if len({share.id for share in found}) != len(found):
        raise CatalogueError("Two monitored shares have the same id")
    return found


def _share(entry: dict[str, object]) -> MonitoredShare:
    try:
        table = next(
            each for each in tables() if each.id == entry["table"] and each.kind in {TableKind.CODES, TableKind.TOPICS}
        )
        merge, into = str(entry.get("merge", "")), str(entry.get("into", ""))
        codes = table.merges[merge][into] if merge else entry["codes"]
        return MonitoredShare(str(entry["id"]), table, str(entry["group"]), tuple(map(str, codes)), into)  # type: ignore[call-overload]
    except (KeyError, StopIteration, TypeError) as error:
        raise CatalogueError(f"Monitored share {entry.get('id')!r}: {error!r}") from error


@cache
def shares() -> tuple[MonitoredShare, ...]:
    """Return every monitored share, in the order of the page."""
    return read(FILE.read_text(encoding="utf-8"))
