"""How opening hours are said."""

import datetime as dt
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.centres.hours import END_OF_DAY, OpeningState, Schedule, Stretch
from bereg.core.languages import tag

# Whole phrases: other languages bend the weekday's name.
ON_WEEKDAY = (
    gettext_lazy("on Monday at %(time)s"),
    gettext_lazy("on Tuesday at %(time)s"),
    gettext_lazy("on Wednesday at %(time)s"),
    gettext_lazy("on Thursday at %(time)s"),
    gettext_lazy("on Friday at %(time)s"),
    gettext_lazy("on Saturday at %(time)s"),
    gettext_lazy("on Sunday at %(time)s"),
)


def clock(moment: dt.datetime | dt.time) -> str:
    """Write a time of day."""
    return f"{moment:%H:%M}"


def line_sentence(state: OpeningState, now: dt.datetime) -> str:
    """Say in a few words, for the header of a staff page, whether the line is open."""
    if state.open:
        if state.until is None:
            return _("Line always open")
        return _("Line open until %(time)s") % {"time": clock(state.until)} if _soon(state, now) else _("Line open")
    if state.opens_at is None:
        return _("Line closed")
    time, days = clock(state.opens_at), _days_until(state.opens_at, now)
    if days == 0:
        return _("Line closed until %(time)s") % {"time": time}
    if days == 1:
        return _("Line closed until tomorrow, %(time)s") % {"time": time}
    return _("Line closed until %(day)s, %(time)s") % {"day": date_format(state.opens_at, "j E"), "time": time}


def public_sentence(state: OpeningState, now: dt.datetime) -> str:
    """Say to the public whether a centre is open now."""
    if state.open:
        if state.until is None:
            return _("Open day and night")
        return _("Open now, until %(time)s") % {"time": clock(state.until)} if _soon(state, now) else _("Open now")
    if state.opens_at:
        return _("Closed now, opens %(when)s") % {"when": when(state.opens_at, now)}
    return _("Closed now")


def when(moment: dt.datetime, now: dt.datetime) -> str:
    """Say when something is to be: today, tomorrow, a weekday, else a date. Both times are aware."""
    days = _days_until(moment, now)
    if days == 0:
        return _("today at %(time)s") % {"time": clock(moment)}
    if days == 1:
        return _("tomorrow at %(time)s") % {"time": clock(moment)}
    if days < 7:
        return str(ON_WEEKDAY[moment.weekday()]) % {"time": clock(moment)}
    return _("on %(day)s at %(time)s") % {"day": date_format(moment, "j E"), "time": clock(moment)}


def _soon(state: OpeningState, now: dt.datetime) -> bool:
    """Tell whether a time of day says when it closes: of another day it would be taken for tonight's."""
    return state.until is not None and state.until - now <= dt.timedelta(days=1)


def _days_until(moment: dt.datetime, now: dt.datetime) -> int:
    return (moment.date() - now.astimezone(moment.tzinfo).date()).days


def stretch(one: Stretch) -> str:
    """Write one open stretch of a day; the last minute stands for midnight."""
    opens, closes = one
    return f"{clock(opens)}–{'24:00' if closes >= END_OF_DAY else clock(closes)}"


def stretches(day: tuple[Stretch, ...]) -> str:
    """Write the open stretches of one day."""
    return ", ".join(stretch(one) for one in day) or _("closed")


def week(schedule: Schedule) -> list[tuple[str, str]]:
    """Write the week, days in a row with the same hours as one line: ("Monday – Friday", "08:30–18:30")."""
    lines = []
    for hours, group in groupby(range(7), key=lambda day: schedule.week.get(day, ())):
        days = list(group)
        names = [str(WEEKDAYS[day]) for day in (days if len(days) < 2 else (days[0], days[-1]))]
        if tag() != "en":  # alone English writes a day with a capital inside a line
            names[1:] = [name.lower() for name in names[1:]]
        lines.append((" – ".join(names), stretches(hours)))
    return lines
