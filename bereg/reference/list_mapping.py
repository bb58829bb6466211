"""Which column of a list is which, where its headings do not say so: a mapping file (TOML).

It is written like that of an old register (docs/import.md), as far as a list has need of it: one table by the code of
the kind, in it one of each of our columns. What its values become is judged afterwards, as if the list had them.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bereg.core.text_normalisation import cleaned, fold, folded_label
from bereg.core.toml_tables import MappingError, TomlTable, mistake, nearest
from bereg.reference.drafts import ReadingFault

__all__ = ["ListMapping", "MappedColumn", "MappingError", "read_list_mapping"]


@dataclass(frozen=True)
class MappedColumn:
    """Where one of our columns comes from: a column of the file, or a constant.

    table: what values mean, folded. formats: how dates are written. split: the sign between several values in a cell.
    """

    column: str = ""
    constant: str = ""
    table: Mapping[str, str] = field(default_factory=dict)
    formats: Sequence[str] = ()
    split: str = ""

    def says(self, cell: str) -> str:
        """Return what a cell of the file means, as the list would write it by itself."""
        if self.constant:
            return self.constant
        pieces = cell.split(self.split) if self.split else [cell]
        return "; ".join(self._one(piece.strip()) for piece in pieces if piece.strip())

    def _one(self, value: str) -> str:
        meant = self.table.get(fold(value), value)
        for form in self.formats:
            try:
                return dt.datetime.strptime(meant, form).date().isoformat()  # noqa: DTZ007 (a day has no zone)
            except ValueError:
                continue
        return meant


@dataclass(frozen=True)
class ListMapping:
    """A mapping that is well formed. columns: by our name. ignore: columns of the file left out on purpose."""

    kind: str
    columns: Mapping[str, MappedColumn]
    ignore: Sequence[str] = ()

    @property
    def wanted(self) -> set[str]:
        """Our names of the columns that the file must have."""
        return {name for name, mapped in self.columns.items() if mapped.column}

    def names_in(self, row: Sequence[str]) -> dict[int, str]:
        """Return which cells of a row are headings of which of our columns; of two that are alike, the first."""
        ours = {fold(mapped.column): name for name, mapped in self.columns.items() if mapped.column}
        found: dict[int, str] = {}
        for at, cell in enumerate(row):
            name = ours.pop(fold(cell), None)
            if name:
                found[at] = name
        return found

    def cells(self, row: Mapping[str, str]) -> dict[str, str]:
        """Return a row with what its cells mean, and with what is the same for every row."""
        return {**row, **{name: mapped.says(row.get(name, "")) for name, mapped in self.columns.items()}}

    def lacks(self, place: str, heading: Sequence[str]) -> Iterator[ReadingFault]:
        """Yield each column that a heading ought to have and has not, with the nearest one that it has."""
        missing = self.wanted - set(self.names_in(heading).values())
        stand = [cell for cell in heading if cell.strip()]
        for name, mapped in self.columns.items():
            if name in missing:
                remedy = _("the file has no column %(name)r") % {"name": mapped.column}
                words = mistake(f"{self.kind}.{name}", remedy + nearest(mapped.column, stand))
                yield ReadingFault(place, words)

    def unread(self, place: str, heading: Sequence[str]) -> Iterator[ReadingFault]:
        """Yield each column of a file that the mapping says nothing of."""
        ours, ignored = self.names_in(heading), {fold(name) for name in self.ignore}
        for at, cell in enumerate(heading):
            if cell.strip() and at not in ours and fold(cell) not in ignored:
                words = _("the column “%(name)s” is not read: the mapping does not name it")
                yield ReadingFault(place, words % {"name": cell[:60]})


def read_list_mapping(content: bytes, kind: str, names: Iterable[str], needed: Iterable[str]) -> ListMapping:
    """Read a mapping. names: our columns; needed: those without which nothing can be read.

    Raise MappingError, whose lines each name a key and the remedy.
    """
    try:
        data = cleaned(tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n")))
    except UnicodeDecodeError as error:
        raise MappingError([_("The mapping is not UTF-8; save it as UTF-8.")]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingError([str(error)]) from error
    root = TomlTable(data, "", [])
    written = root.table(kind, _("a table of the columns, such as [%(kind)s]") % {"kind": kind})
    columns = {name: made for name in names if (made := _column(written, name))}
    mapping = ListMapping(kind, columns, root.texts("ignore"))
    for table in (written, root):
        table.finish()
    if kind in data:
        for name in needed:
            if name not in columns:
                written.say(name, _('write column = "..." or constant = "..."'))
    if root.problems:
        raise MappingError(list(dict.fromkeys(root.problems)))
    return mapping


def _column(parent: TomlTable, name: str) -> MappedColumn | None:
    parent.asked.add(name)
    if name not in parent.data:
        return None
    written = parent.table(name)
    split = written.text("split", strip=False)
    table = {folded_label(value, ""): "; ".join(means) for value, means in written.code_lists("table").items()}
    found = MappedColumn(written.text("column"), written.text("constant"), table, written.texts("formats"), split)
    written.finish()
    if bool(found.column) == bool(found.constant):
        both = _("write a column or a constant, not both")
        written.say("column", both if found.column else _('write column = "..." or constant = "..."'))
    return found
