"""What the public home says of a centre."""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from bereg.centres import hours, queries, wording
from bereg.centres.languages import Language
from bereg.centres.location_choices import place_of_zone

BY_PHONE, BY_MAIL, IN_PERSON = ("toll_free", "landline", "mobile"), ("mailbox",), ("counter",)
SOON = dt.timedelta(days=14)
# The first number of a text: an extension, hours or a second number beside it would make it another one.
NUMBER = re.compile(r"(?:\(\+?\d[\d ]*\)|\+?\d+)(?:[\s.\-‐-―]*(?:\d+|\(\d[\d ]*\)))*")


@dataclass(frozen=True)
class Way:
    """One way to reach a centre."""

    kind: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class Card:
    """One centre."""

    name: str
    national: bool
    open: bool
    state: str
    phones: list[Way]
    mailboxes: list[Way]
    counters: list[Way]
    emergency: Way | None
    week: list[tuple[str, str]]
    days: list[tuple[dt.date, str]]
    zone: str


def cards(now: dt.datetime | None = None) -> list[Card]:
    """Return every centre at work, those for the whole country first."""
    now = now or timezone.now()
    found = queries.with_hours(queries.open_centres(), since=now.date() - dt.timedelta(days=1))
    made = [_card(centre, now) for centre in found]
    return sorted(made, key=lambda card: not card.national)


def languages_spoken() -> list[str]:
    """Return in which languages somebody answers, those of the centres for the whole country first."""
    found = sorted(queries.open_centres(), key=lambda centre: centre.scope != "national")
    codes = dict.fromkeys(code for centre in found for code in centre.spoken)
    return [str(Language(code).label) for code in codes if code in Language.values]


def phone_link(text: str) -> str:
    """Return a tel: link for a number as people write it."""
    number = NUMBER.search(text)
    return "tel:" + re.sub(r"[^\d+]", "", number[0]) if number else ""


def first_to_call(found: list[Card]) -> Card | None:
    """Return whose number stands first: a centre for the whole country before others, an open one before a closed."""
    return min(
        (card for card in found if card.phones), key=lambda card: (not card.national, not card.open), default=None
    )


def _card(centre: queries.Centre, now: dt.datetime) -> Card:
    schedule = queries.schedule_of(centre)
    state = hours.state_at(schedule, now)
    lines = [(str(line.kind), Way(line.get_kind_display(), str(line))) for line in centre.lines.all()]
    emergency = centre.emergency_number
    return Card(
        name=str(centre),
        national=centre.scope == "national",
        open=state.open,
        state=wording.public_sentence(state, now),
        phones=[Way(way.kind, way.text, phone_link(way.text)) for kind, way in lines if kind in BY_PHONE],
        mailboxes=[Way(way.kind, way.text, f"mailto:{way.text}") for kind, way in lines if kind in BY_MAIL],
        counters=[way for kind, way in lines if kind in IN_PERSON],
        emergency=Way("", emergency, phone_link(emergency)) if emergency else None,
        week=wording.week(schedule),
        days=_days_that_differ(schedule, now),
        zone=place_of_zone(centre.time_zone),
    )


def _days_that_differ(schedule: hours.Schedule, now: dt.datetime) -> list[tuple[dt.date, str]]:
    """Return the days of the next two weeks on which the week's hours do not hold."""
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    coming = (today + dt.timedelta(days=offset) for offset in range(SOON.days))
    return [
        (day, wording.stretches(schedule.on(day)))
        for day in coming
        if schedule.on(day) != schedule.week.get(day.weekday(), ())
    ]
