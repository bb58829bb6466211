"""What is said about a quota, in the language of the caller."""

import datetime as dt

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bereg.core.geography import region_name
from bereg.core.numbers import number
from bereg.quotas import russian
from bereg.quotas.quota import Quota, quota_of
from bereg.reference.kinds import Standing


def say(standing: Standing, language: str) -> str:
    """Return the line that answers: how many places are left of how many, on which day, by which source."""
    quota = quota_of(standing.content)
    return line(quota, language, source=quota.newest.source or standing.source)


def line(quota: Quota, language: str, *, source: str = "", today: dt.date | None = None) -> str:
    """Return one line about a quota, which may be read aloud."""
    today = today or timezone.localdate()
    with translation.override(language):
        said = _left(quota, language, today)
        if source:
            said = f"{said.removesuffix('.')} ({source})."
        return f"{said} {too_old()}" if quota.is_old(today) else said


def title(quota: Quota, language: str) -> str:
    """Return the title of an entry: its region, and for whom."""
    return f"{region_name(quota.region, language)}: {quota.occupation.label(language)}"


def too_old() -> str:
    """Say that figures are old, in the language that is spoken."""
    return _("These figures are older than 45 days.")


def day_in_words(day: dt.date, today: dt.date) -> str:
    """Write a day as it is spoken, in the language that is spoken; its year only where it is another one."""
    month = date_format(day, "E")
    said = {
        "day": day.day,
        "month": month if translation.get_language() == "en" else month.lower(),
        "year": day.year,
    }
    if day.year == today.year:
        return pgettext("day", "%(day)s %(month)s") % said
    return pgettext("day", "%(day)s %(month)s %(year)s") % said


def _left(quota: Quota, language: str, today: dt.date) -> str:
    newest = quota.newest
    region, label = region_name(quota.region, language), quota.occupation.label(language)
    said = {
        "where": russian.where(region) if language == "ru" else region,
        "whom": russian.whom(quota.occupation) if language == "ru" else label,
        "day": day_in_words(newest.on, today),
        "left": number(newest.left),
        "granted": number(newest.granted),
        "used": number(newest.used),
    }
    if newest.is_exceeded:
        return _("%(where)s, %(whom)s: more places taken than granted on %(day)s, %(used)s of %(granted)s.") % said
    if not newest.left:
        return _("%(where)s, %(whom)s: no places left on %(day)s, all %(granted)s are taken.") % said
    return (
        ngettext(
            "%(where)s, %(whom)s: %(left)s of %(granted)s left on %(day)s.",
            "%(where)s, %(whom)s: %(left)s of %(granted)s left on %(day)s.",
            newest.left,
        )
        % said
    )
