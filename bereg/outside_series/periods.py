"""The month, quarter or year that somebody wrote, by its first month, and how it is called."""

import datetime as dt
import re

from bereg.core.quarters import quarter_words
from bereg.counting import months
from bereg.counting.wording import month_name
from bereg.outside_series.choices import MONTHS_OF_RHYTHM, SeriesRhythm
from bereg.quotas.months import month_of

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
QUARTERS = (
    re.compile(r"(?P<year>\d{4})\W*[qк]\w*\W*(?P<number>[1-4])"),
    re.compile(r"[qк]\W*(?P<number>[1-4])\W+(?P<year>\d{4})"),
    re.compile(r"(?P<number>[1-4]|iv|i{1,3})\W*(?:quarter|q|кв\w*)\W*(?P<year>\d{4})(?:\W*г\w*)?\W*"),
)
YEAR = re.compile(r"(?P<year>\d{4})(?:\W*(?:г|г\.|год|year))?\W*")


def read(text: str, rhythm: str) -> dt.date | None:
    """Return the first month of what is written, in the rhythm of a series; None where it is none."""
    written = " ".join(text.casefold().split())
    if rhythm == SeriesRhythm.YEAR:
        found = YEAR.fullmatch(written.removesuffix(".0"))
        return _month(found["year"], 1) if found else None
    if rhythm == SeriesRhythm.QUARTER:
        matched = next((match for form in QUARTERS if (match := form.fullmatch(written))), None)
        if matched:
            number = ROMAN.get(matched["number"]) or int(matched["number"])
            return _month(matched["year"], 3 * number - 2)
        return None
    name = month_of(text)
    return months.parse(name) if name else None


def _month(year: str, month: int) -> dt.date | None:
    return dt.date(int(year), month, 1) if 1990 <= int(year) <= 2100 else None


def words(first_month: dt.date, rhythm: str) -> str:
    """Say which month, quarter or year."""
    if rhythm == SeriesRhythm.YEAR:
        return str(first_month.year)
    return quarter_words(first_month) if rhythm == SeriesRhythm.QUARTER else month_name(first_month)


def written(first_month: dt.date, rhythm: str) -> str:
    """Write it as it is typed."""
    if rhythm == SeriesRhythm.YEAR:
        return str(first_month.year)
    if rhythm == SeriesRhythm.QUARTER:
        return f"{first_month.year} Q{(first_month.month + 2) // 3}"
    return months.name(first_month)


def last_month(first_month: dt.date, rhythm: str) -> dt.date:
    """Return the last month of what begins with a month."""
    month = first_month
    for _each in range(MONTHS_OF_RHYTHM[SeriesRhythm(rhythm)] - 1):
        month = months.following(month)
    return month
