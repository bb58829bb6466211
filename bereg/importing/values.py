"""From a cell to codes: folding, tables, several values in one cell, bands of numbers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bereg.centres.import_sections import NOT_ASKED, Labels
from bereg.core.text_normalisation import Bidi, fold, folded_label, normalise

NUMBER = re.compile(r"(\d{1,9})(?:[.,]\d{1,9})?")
# What a spreadsheet shows in place of a value that was lost, in a workbook or a CSV that was made of one; programs in
# Russian and Spanish write their own.
ERROR_VALUE = re.compile(
    r"#(?:N/A|N/D|Н/Д|GETTING_DATA|(?:NULL|DIV/0|VALUE|REF|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|BUSY|EXTERNAL"
    r"|PYTHON|ПУСТО|ДЕЛ/0|ЗНАЧ|ССЫЛКА|ЧИСЛО|¡NULO|¡NULL|¡DIV/0|¡VALOR|¡REF|¡NUM|¡NÚM)!|(?:NAME|ИМЯ|¿NOMBRE)\?)|Err:\d{3}"
)


def clean(text: str, *, bidi: Bidi = Bidi.REMOVE) -> str:
    """Return what a cell or a column's name says, by the rules of every text that comes in."""
    return normalise(text, bidi=bidi).strip()


def shows_error(cell: str) -> bool:
    """Tell whether a cell holds an error of a spreadsheet, such as #REF!: what stood there is lost."""
    return ERROR_VALUE.fullmatch(cell) is not None


def share_like(pattern: re.Pattern[str], values: Sequence[str]) -> float:
    """Return how many of the first values are wholly of a pattern, as a share of them."""
    sample = values[:500]
    return sum(bool(pattern.fullmatch(value)) for value in sample) / len(sample)


@dataclass(frozen=True)
class CellMeaning:
    """What a cell means: its codes, and the pieces of it that mean nothing known."""

    codes: tuple[str, ...] = ()
    misfits: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeTable:
    """From source values to codes. `split`: the sign between several values in one cell, or nothing.

    A value with no code ("") is known to the person and undecided: it fits nothing.
    """

    codes: Mapping[str, tuple[str, ...]]
    split: str = ""
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # code to least and greatest
    others: str = ""  # the code of every other value, if there is one

    @classmethod
    def of(
        cls,
        table: Iterable[tuple[str, tuple[str, ...]]],
        split: str = "",
        ranges: Mapping[str, tuple[int, int]] | None = None,
        others: str = "",
    ) -> "CodeTable":
        """Make a table whose source values are folded."""
        codes = {folded_label(label, split): given for label, given in table if any(given)}
        return cls(codes, split, ranges or {}, others)

    def look_up(self, cell: str) -> CellMeaning:
        """Return what a cell means. An empty cell means nothing and is no misfit."""
        if not cell.strip():
            return CellMeaning()
        if self.split:
            return self._several(cell)
        return self._one(cell)

    @cached_property
    def _longest(self) -> int:
        """How many pieces the longest label has."""
        return max((label.count(self.split) + 1 for label in self.codes), default=1)

    def _one(self, cell: str) -> CellMeaning:
        codes = self.codes.get(fold(cell))
        if codes is not None:
            return CellMeaning(_asked(codes))
        if self.ranges:
            return self._band(cell)
        return self._other(cell)

    def _other(self, cell: str) -> CellMeaning:
        is_other = self.others and not shows_error(cell)
        return CellMeaning(_asked((self.others,))) if is_other else CellMeaning(misfits=(cell,))

    def _band(self, cell: str) -> CellMeaning:
        written = NUMBER.fullmatch(fold(cell))
        number = int(written[1]) if written else -1
        for code, (least, greatest) in self.ranges.items():
            if least <= number <= greatest:
                return CellMeaning((code,))
        # Old registers write 0 where nobody asked.
        return CellMeaning() if number == 0 else self._other(cell)

    def _several(self, cell: str) -> CellMeaning:
        pieces = [piece.strip() for piece in cell.split(self.split)]
        codes: list[str] = []
        misfits: list[str] = []
        at = 0
        while at < len(pieces):
            # The longest known label first: a label may itself contain the separator.
            for end in range(min(at + self._longest, len(pieces)), at, -1):
                known = self.codes.get(self.split.join(fold(piece) for piece in pieces[at:end]))
                if known is not None:
                    codes += known
                    at = end
                    break
            else:
                other = self._other(pieces[at]) if pieces[at] else CellMeaning()
                codes += other.codes
                misfits += other.misfits
                at += 1
        return CellMeaning(_asked(codes), tuple(misfits))


def table_of_labels(labels: Labels, split: str) -> CodeTable:
    """Make the table of a column that holds our own codes or labels. A label of two codes means neither."""
    codes_of: dict[str, set[str]] = {}
    for code, its_labels in labels.items():
        for label in its_labels:
            codes_of.setdefault(fold(label), set()).add(code)
    pairs = [(label, tuple(codes)) for label, codes in codes_of.items() if len(codes) == 1]
    return CodeTable.of(pairs, split)


def _asked(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code != NOT_ASKED))
