"""What is said of an agency: always what the list of a day says, and never more than that."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from bereg.agencies.choices import LicenceStatus
from bereg.agencies.queries import AGENCY
from bereg.core.geography import countries
from bereg.reference.kinds import Content, Standing
from bereg.reference.queries import newest_list


def say(standing: Standing, language: str) -> str:
    """Say how an agency stands on the newest list, in a language."""
    with override(language):
        if standing.as_of is None:  # an editor wrote it; no list was taken in
            return _("No list of agencies has been taken in yet. Ask for the licence, and pay nothing in advance.")
        if not standing.is_listed and standing.newest_on is not None:
            return _gone(standing, standing.newest_on)
        return _listed(standing, standing.as_of)


def missing(words: str, language: str) -> str:
    """Say that nobody of a name is on the newest list; "" where no list was taken in."""
    newest = newest_list(AGENCY)
    if newest is None:
        return ""
    with override(language):
        said = _("“%(name)s” is not on the list of %(day)s. Ask for the licence, and pay nothing in advance.")
        return said % {"name": words, "day": day_of(newest.as_of)}


def day_of(day: dt.date) -> str:
    """Write a day as it is said in the language that is spoken: 1 November 2008."""
    return date_format(day, "j E Y")


def day_in(content: Content, name: str) -> str:
    """Write a day of the content of an agency as it is said; "" where none stands."""
    written = content.get(name)
    return day_of(dt.date.fromisoformat(written)) if written else ""


def country_names(codes: list[str], language: str) -> list[str]:
    """Return the names of countries in a language of the staff, else in English."""
    known = countries()
    return sorted(known.get(code, {}).get(language) or known.get(code, {}).get("en", code) for code in codes)


def _gone(standing: Standing, newest_on: dt.date) -> str:
    days = {"day": day_of(newest_on), "last": day_of(standing.as_of) if standing.as_of else ""}
    if standing.as_of and standing.as_of < newest_on:
        said = _(
            "This agency is not on the list of %(day)s; it was on the list of %(last)s. Ask for the licence, and pay "
            "nothing in advance."
        )
    else:
        said = _("This agency is not on the list of %(day)s. Ask for the licence, and pay nothing in advance.")
    return said % days


def _listed(standing: Standing, as_of: dt.date) -> str:
    until = standing.content.get("until")
    values = {
        "day": day_of(as_of),
        "licence": standing.content.get("licence") or "–",
        "until": day_in(standing.content, "until"),
    }
    status = standing.content.get("status")
    if status == LicenceStatus.LICENSED and until and dt.date.fromisoformat(until) < as_of:
        status = LicenceStatus.EXPIRED
    not_in_force = {
        LicenceStatus.SUSPENDED.value: _(
            "On the list of %(day)s: licence %(licence)s is suspended. Pay nothing until it is in force."
        ),
        LicenceStatus.WITHDRAWN.value: _("On the list of %(day)s: licence %(licence)s was withdrawn. Pay nothing."),
        LicenceStatus.UNCLEAR.value: _(
            "On the list of %(day)s: licence %(licence)s; the list does not say clearly whether it is in force. Pay "
            "nothing until that is known."
        ),
    }
    if status in not_in_force:
        return not_in_force[status] % values
    if status == LicenceStatus.EXPIRED and until:
        return _("On the list of %(day)s: licence %(licence)s ran out on %(until)s. Ask for the new one.") % values
    if status == LicenceStatus.EXPIRED:
        return _("On the list of %(day)s: licence %(licence)s has run out. Ask for the new one.") % values
    if until:
        return _("On the list of %(day)s: licence %(licence)s, valid until %(until)s.") % values
    return _("On the list of %(day)s: licence %(licence)s.") % values
