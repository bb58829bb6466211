"""Numbers of enquiries, such as MSK-2008-00042: a series for each centre and year of its own time zone."""

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import connection

from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.enquiries.models import NumberSeries

# Takes numbers of a series, which it begins where there is none, in one statement that both databases know.
TAKE = """
INSERT INTO enquiries_numberseries (centre_id, year, last) VALUES (%s, %s, %s)
ON CONFLICT (centre_id, year) DO UPDATE SET last = enquiries_numberseries.last + excluded.last RETURNING last
"""


def numbers_for(contacts: Sequence[ContactFields]) -> list[str]:
    """Return a number for the enquiry of each first contact, taking each series once, in the transaction around."""
    series = [(each.centre, _year(each)) for each in contacts]
    taken = {key: iter(_take(*key, count)) for key, count in Counter(series).items()}
    return [next(taken[key]) for key in series]


def _take(centre: Centre, year: int, count: int) -> list[str]:
    key = NumberSeries._meta.get_field("centre").get_db_prep_save(centre.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [key, year, count])
        ((last,),) = cursor.fetchall()
    return [f"{centre.prefix}-{year}-{number:05}" for number in range(last - count + 1, last + 1)]


def _year(contact: ContactFields) -> int:
    return contact.started_at.astimezone(ZoneInfo(contact.centre.time_zone)).year
