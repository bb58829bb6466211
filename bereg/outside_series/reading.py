"""Reading of a table of values: a period and a number in each row. What cannot be read is told with its line."""

import datetime as dt
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.translation import gettext as _

from bereg.core.whole_numbers import whole_number_in
from bereg.outside_series import periods
from bereg.outside_series.models import OutsideSeries
from bereg.reference.drafts import ReadingFault
from bereg.reference.tables import read_table

COLUMNS = {
    "period": ("period", "month", "quarter", "year", "date", "период", "месяц", "квартал", "год", "дата"),
    "value": ("value", "number", "count", "total", "значение", "число", "количество", "всего", "человек"),
}


@dataclass(frozen=True)
class ReadValues:
    """What a file says: first month to value, and what could not be read."""

    values: dict[dt.date, int] = field(default_factory=dict)
    faults: list[ReadingFault] = field(default_factory=list)


def read_values(content: bytes, name: str, series: OutsideSeries) -> ReadValues:
    """Read a CSV or a workbook."""
    table = read_table(BytesIO(content), name, COLUMNS, COLUMNS)
    found = ReadValues(faults=list(table.faults))
    for row in table.rows:
        problem = _take(row.cells["period"], row.cells["value"], series.rhythm, found.values)
        if problem:
            found.faults.append(ReadingFault(row.place, problem))
    return found


def _take(period: str, value: str, rhythm: str, values: dict[dt.date, int]) -> str:
    """Take one row. Return why it is not taken."""
    if not (period or value):
        return ""
    first, number = periods.read(period, rhythm), whole_number_in(value)
    if first is None:
        return no_period(period, rhythm)
    if number is None:
        return no_number(value)
    if values.setdefault(first, number) != number:
        return _("%(period)s is there twice with two values; the first row counts.") % {
            "period": periods.words(first, rhythm)
        }
    return ""


def no_period(text: str, rhythm: str) -> str:
    """Say that something is no month, quarter or year."""
    like = periods.written(dt.date(2008, 2, 1), rhythm)
    return _("“%(text)s” is no period of this series; write it like %(like)s.") % {"text": text, "like": like}


def no_number(text: str) -> str:
    """Say that something is no whole number."""
    return _("“%(text)s” is no whole number; write it in digits alone, such as 12000.") % {"text": text}
