"""The contacts of the demonstration's own days: today until now, and that weekday of the weeks before.

Its enquiries are of its year alone. What these bring is no enquiry, so the figures of that year are what they were. A
day is the same whenever it is made.
"""

import datetime as dt
from collections.abc import Iterator
from random import Random

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at, zone_of
from bereg.centres.kinds import CentreScope
from bereg.centres.languages import Language
from bereg.centres.models import Centre, Line
from bereg.centres.queries import people_at
from bereg.contacts.actions import ContactFields, record_many
from bereg.contacts.channels import CHANNEL_OF_LINE, Channel
from bereg.contacts.dispositions import LEFT_BEHIND, Disposition
from bereg.contacts.models import Contact
from bereg.contacts.usual_day import DAYS_LOOKED_AT, WEEK

A_DAY = (19, 17, 16, 15, 14, 9, 8)  # contacts, Monday first: at a weekend the machine answers
# Weight of an hour; the least at night, so that early in the morning there is something too.
AT = {0: 0.9, 1: 0.2, 6: 0.3, 7: 0.4, 8: 0.7, 9: 1, 10: 1.2, 11: 1.3, 12: 1.1, 13: 0.8, 14: 1.1, 15: 1.2, 16: 1}
AT |= {17: 0.8, 18: 0.6, 19: 0.5, 20: 0.5, 21: 0.4, 22: 0.2, 23: 0.1}
BY_DAY = range(8, 19)
ENDED = {
    Disposition.SILENT: 20,
    Disposition.HANG_UP: 20,
    Disposition.WRONG_NUMBER: 18,
    Disposition.OUT_OF_SCOPE: 30,
    Disposition.LOST: 12,
    Disposition.NO_LANGUAGE: 5,
}
LANGUAGE = {Disposition.OUT_OF_SCOPE: Language.RU, Disposition.NO_LANGUAGE: Language.VI}
UNTIL_ENTERED = dt.timedelta(minutes=1)


def renew(centre: Centre) -> None:
    """Write what is still missing of these days of one centre."""
    today, now = today_at(centre), timezone.now()
    line = next((each for each in centre.lines.all() if CHANNEL_OF_LINE[each.kind] == Channel.PHONE), None)
    people = people_at(centre.pk, Permission.ENQUIRY_REGISTER)
    made = {
        each.id: each
        for back in range(DAYS_LOOKED_AT + 1)
        for each in _of_day(centre, today - back * WEEK, line)
        if each.entered_at <= now
    }
    known = Contact.objects.of_centres([centre]).filter(pk__in=list(made)).values_list("pk", flat=True)
    missing = [made[pk] for pk in made.keys() - set(known)]
    record_many(contacts=sorted(missing, key=lambda each: each.started_at), by=people[0] if people else None)


def _of_day(centre: Centre, day: dt.date, line: Line | None) -> Iterator[ContactFields]:
    rng = Random(f"contacts {centre.code} {day}")  # noqa: S311 - must be the same every time, and guards invented data alone
    usual = A_DAY[day.weekday()] * (2 if centre.scope == CentreScope.NATIONAL else 1)
    for number in range(usual + rng.randrange(-3, 4)):
        hour = rng.choices(list(AT), list(AT.values()))[0]
        started_at = dt.datetime.combine(day, dt.time(hour, rng.randrange(60)), zone_of(centre)).astimezone(dt.UTC)
        answered, missed = rng.choices(list(ENDED), list(ENDED.values()))[0], rng.choice(LEFT_BEHIND)
        disposition = answered if hour in BY_DAY else missed
        ended_at = started_at + dt.timedelta(minutes=rng.randrange(1, 6))
        yield ContactFields(
            id=demonstration_id("contact", f"{centre.code} {day} {number}"),
            centre=centre,
            line=line,
            channel=Channel.PHONE,
            started_at=started_at,
            ended_at=ended_at,
            language=LANGUAGE.get(disposition, ""),
            disposition=disposition,
            entered_at=ended_at + UNTIL_ENTERED,
        )
