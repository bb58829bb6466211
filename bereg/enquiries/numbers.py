"""Numbers of enquiries, such as MSK-2008-00042: a series for each centre and year of its own time zone."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.core.compiled_queries import Result, Statement, carry_out
from bereg.enquiries.models import NumberSeries

# Takes numbers of a series, which it begins where there is none, in one statement that both databases know.
TAKE = (
    "INSERT INTO enquiries_numberseries (centre_id, year, last) VALUES (%s, %s, %s) "
    "ON CONFLICT (centre_id, year) DO UPDATE SET last = enquiries_numberseries.last + excluded.last RETURNING last"
)


class Series(NamedTuple):
    """What numbers are counted in."""

    centre: Centre
    year: int


def numbers_for(contacts: Sequence[ContactFields]) -> list[str]:
    """Return a number for the enquiry of each first contact, taking each series once, in the transaction around."""
    series = [series_of(each) for each in contacts]
    taken = {each: iter(_take(each, count)) for each, count in Counter(series).items()}
    return [next(taken[each]) for each in series]


def series_of(contact: ContactFields) -> Series:
    """Return the series that an enquiry with this first contact belongs to."""
    return Series(contact.centre, contact.started_at.astimezone(ZoneInfo(contact.centre.time_zone)).year)


def taking(series: Series, count: int = 1) -> Statement:
    """Take the next numbers of a series."""
    key = NumberSeries._meta.get_field("centre").get_db_prep_save(series.centre.pk, connection)
    return Statement(TAKE, [key, series.year, count])


def taken(series: Series, result: Result, count: int = 1) -> list[str]:
    """Return the numbers that were taken."""
    ((last,),) = result.rows
    return [f"{series.centre.prefix}-{series.year}-{number:05}" for number in range(last - count + 1, last + 1)]


def _take(series: Series, count: int) -> list[str]:
    (result,) = carry_out(taking(series, count))
    return taken(series, result, count)
