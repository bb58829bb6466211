"""What a column looks like, judged by its values and its name; `personal_columns.py` says which may be about people."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from bereg.importing.dates import DATE_FORMATS, DateDoubt, doubt, read_moment, turned
from bereg.importing.personal_columns import is_personal
from bereg.importing.values import NUMBER, share_like

MOST_CODES = 200
LONG_TEXT = 80
MOSTLY = 0.9


class Look(Enum):
    """What a column seems to hold."""

    VALUES = auto()  # few and short: codes, answers
    NUMBERS = auto()
    DATE = auto()
    ID = auto()
    TEXT = auto()
    PERSONAL = auto()
    MANY = auto()
    EMPTY = auto()


@dataclass(frozen=True)
class Column:
    """One column of the source."""

    name: str
    values: Counter[str]
    look: Look
    date_format: str = ""
    date_doubt: str = ""

    @property
    def filled(self) -> int:
        """How many rows have a value here."""
        return self.values.total() - self.values[""]


def look_at(name: str, values: Counter[str]) -> Column:
    """Judge a column."""
    given = [value for value in values if value]
    form, doubtful = _date_format(given)
    return Column(name, values, _look(name, values, given, is_date=bool(form or doubtful)), form, doubtful)


def _look(name: str, values: Counter[str], given: list[str], *, is_date: bool) -> Look:  # noqa: PLR0911 - a list of cases
    filled = sum(values[value] for value in given)
    if not given:
        return Look.EMPTY
    if is_date:
        return Look.DATE
    unique = len(given) == filled and filled > 1 and "" not in values
    if is_personal(name, given, unique=unique):
        return Look.PERSONAL
    if unique and all(len(value) <= 40 and " " not in value for value in given):
        return Look.ID
    if share_like(NUMBER, given) > 0.9:
        return Look.NUMBERS
    if sum(map(len, given)) / len(given) > LONG_TEXT or max(map(len, given)) > 4 * LONG_TEXT:
        return Look.TEXT
    return Look.MANY if len(given) > MOST_CODES else Look.VALUES


def _date_format(given: list[str]) -> tuple[str, str]:
    """Return the first format that reads nine of ten values (a register may hold a few impossible dates), and a doubt.

    Where day and month could be either way round, the values decide or the person does: the format is "" then.
    """
    sample = given[:500]
    for form in DATE_FORMATS if sample else ():
        # read_moment also takes ISO forms by itself; a sample of those is found with the first formats.
        if sum(read_moment(value, (form,)) is not None for value in sample) >= MOSTLY * len(sample):
            return _decided(given, form)
    # Neither way round reads nine of ten: both stand in the file.
    for form in filter(turned, DATE_FORMATS if sample else ()):
        if sum(read_moment(value, (form, turned(form))) is not None for value in sample) >= MOSTLY * len(sample):
            return _decided(given, form)
    return "", ""


def _decided(given: list[str], form: str) -> tuple[str, str]:
    other = turned(form)
    if not other:
        return form, ""
    doubts = Counter(doubt(value, (form,)) for value in given)
    sure, against = doubts[DateDoubt.SURE], doubts[DateDoubt.TURNED]
    if sure and not against:
        return form, ""
    if against and not sure:
        return other, ""
    counts = {"form": form, "sure": sure, "other": other, "against": against, "open": doubts[DateDoubt.OPEN]}
    return "", _(
        "day or month first? Only as %(form)s: %(sure)d values, only as %(other)s: %(against)d, either: %(open)d. "
        "Ask who kept the register, then write the format"
    ) % counts
