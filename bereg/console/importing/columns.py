"""What a column looks like, judged by its values and its name; with care for what may be about a person."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto

from bereg.console.importing.values import NUMBER, fold, read_moment

DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
)
PERSONAL_NAMES = re.compile(
    r"\b(name|surname|phone|tel|mobile|e ?mail|passport|address|nombre|apellido|telefono|celular|correo|documento|dni"
    r"|domicilio|direccion|имя|фамилия|отчество|фио|телефон|почта|паспорт|адрес|nom|prenom|adresse)\b"
)
PHONE = re.compile(r"\+?[\d\s().-]{7,20}")
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
MOST_CODES = 200
LONG_TEXT = 80


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

    @property
    def filled(self) -> int:
        """How many rows have a value here."""
        return self.values.total() - self.values[""]


def look_at(name: str, values: Counter[str]) -> Column:
    """Judge a column."""
    given = [value for value in values if value]
    form = _date_format(given)
    return Column(name, values, _look(name, values, given, form), form)


def _look(name: str, values: Counter[str], given: list[str], date_format: str) -> Look:  # noqa: PLR0911 - a list of cases
    filled = sum(values[value] for value in given)
    if not given:
        return Look.EMPTY
    if date_format:
        return Look.DATE
    unique = len(given) == filled and filled > 1 and "" not in values
    if _is_personal(name, given, unique=unique):
        return Look.PERSONAL
    if unique and all(len(value) <= 40 and " " not in value for value in given):
        return Look.ID
    if _share(given, NUMBER) > 0.9:
        return Look.NUMBERS
    if sum(map(len, given)) / len(given) > LONG_TEXT or max(map(len, given)) > 4 * LONG_TEXT:
        return Look.TEXT
    return Look.MANY if len(given) > MOST_CODES else Look.VALUES


def _is_personal(name: str, given: list[str], *, unique: bool) -> bool:
    if PERSONAL_NAMES.search(fold(re.sub(r"[_\W]+", " ", name))):
        return True
    if _share(given, MAIL) > 0.2:
        return True
    # Whole numbers without any sign between, different in every row, are as likely a register's own.
    plain = all(value.isdigit() for value in given)
    return _share(given, PHONE) > 0.5 and not (unique and plain)


def _share(given: list[str], pattern: re.Pattern[str]) -> float:
    sample = given[:500]
    return sum(bool(pattern.fullmatch(value)) for value in sample) / len(sample)


def _date_format(given: list[str]) -> str:
    """Return the first format that reads nine of ten values: a register may hold a few impossible dates."""
    sample = given[:500]
    for form in DATE_FORMATS if sample else ():
        # read_moment also takes ISO forms by itself; a sample of those is found with the first formats.
        if sum(read_moment(value, (form,)) is not None for value in sample) >= 0.9 * len(sample):
            return form
    return ""
