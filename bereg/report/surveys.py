"""Surveys to stand beside the centre's own figures: those of the program, and those in a folder of the installation.

A file is a CSV with the columns table, region, period, code, value, unit and note, and, where it has them, base (how
many were asked), note_ru and group (foreigners where nothing is said, as most surveys ask migrants). The unit is
percent, or years for the code `mean` of the table `age`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bereg.core.intervals import Share
from bereg.core.text_normalisation import cleaned
from bereg.counting.catalogue import GROUP_NAMES, TableKind, tables

SHIPPED = Path(__file__).with_name("baselines")
COLUMNS = ("table", "region", "period", "code", "value", "unit", "note")
LARGEST = 1_000_000  # bytes of a file
PERCENT, YEARS = "percent", "years"
MEAN_AGE = ("age", "mean")  # the only table and code whose value is no share
OLDEST = 120


class SurveyError(Exception):
    """A file of surveys cannot be read; the message says where and what to do."""


@dataclass(frozen=True)
class Survey:
    """One figure of a survey. region: ISO 3166-1 or 3166-2. value: per cent, or years."""

    table: str
    group: str
    code: str
    region: str
    period: str
    value: float
    base: int | None
    note: str
    note_ru: str = ""

    @property
    def share(self) -> Share:
        """Return what it says in per cent as a share."""
        return Share(self.value / 100, self.base)

    @property
    def is_mean_age(self) -> bool:
        """Tell whether it says how old people are on average, and no share."""
        return (self.table, self.code) == MEAN_AGE

    def source(self) -> str:
        """Return where it is from, in the language of the page where it is known in it."""
        is_russian = (get_language() or "").startswith("ru")
        return self.note_ru if is_russian and self.note_ru else self.note


def own_folder() -> Path:
    """Return where an installation puts surveys of its own."""
    return Path(settings.DATA) / "baselines"


def surveys() -> list[Survey]:
    """Return every survey, those of the program first. Raise SurveyError."""
    files = chain(sorted(SHIPPED.glob("*.csv")), sorted(own_folder().glob("*.csv")))
    return [survey for path in files for survey in read(path)]


def read(path: Path) -> list[Survey]:
    """Read one file. Raise SurveyError."""
    try:
        if path.stat().st_size > LARGEST:
            raise SurveyError(_("%(file)s is larger than a million bytes.") % {"file": path.name})
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(path.name, csv.DictReader(file, strict=True)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SurveyError(_("%(file)s is no CSV file in UTF-8 that can be read.") % {"file": path.name}) from error


def _rows(name: str, reader: "csv.DictReader[str]") -> Iterator[Survey]:
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise SurveyError(_("%(file)s has no column “%(column)s”.") % {"file": name, "column": missing[0]})
    for typed in reader:
        row = cleaned(typed)
        wrong = _wrong(row)
        if wrong:
            words = {"file": name, "line": reader.line_num, "column": wrong}
            raise SurveyError(_("%(file)s, line %(line)s: the value of “%(column)s” is not possible.") % words)
        yield _survey(row)


def _wrong(row: dict[str, str]) -> str:
    """Return the column whose value is not possible, or nothing."""
    known = {table.id for table in tables() if table.kind in {TableKind.CODES, TableKind.TOPICS}}
    base = row.get("base") or "1"
    is_age = (row["table"], row["code"]) == MEAN_AGE
    checks = {
        "table": row["table"] in known,
        "region": bool(row["region"]),
        "period": bool(row["period"]),
        "code": bool(row["code"]),
        "value": _is_between(0, row["value"], OLDEST if is_age else 100),
        "unit": row["unit"] == (YEARS if is_age else PERCENT),
        "note": bool(row["note"]),
        "base": base.isascii() and base.isdecimal() and len(base) < 10 and int(base) > 0,
        "group": (row.get("group") or "foreigners") in GROUP_NAMES,
    }
    return next((column for column, is_right in checks.items() if not is_right), "")


def _is_between(least: int, text: str | None, most: int) -> bool:
    try:
        return least <= float(text or "") <= most
    except ValueError:
        return False


def _survey(row: dict[str, str]) -> Survey:
    base = int(row["base"]) if row.get("base") else None
    group, said = row.get("group") or "foreigners", (row["note"], row.get("note_ru") or "")
    return Survey(row["table"], group, row["code"], row["region"], row["period"], float(row["value"]), base, *said)
