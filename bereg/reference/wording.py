"""What stands beside an entry, in words: for whom it is, where, how old, and how far its translations go."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from bereg.core import geography
from bereg.reference.choices import Audience, Freshness, TranslationState
from bereg.reference.freshness import due_on, freshness, is_in_force
from bereg.reference.models import EntryVersion
from bereg.reference.texts import read, translation_state
from bereg.reference.topics import topics


@dataclass(frozen=True)
class StandingWords:
    """How far an entry can be relied on today."""

    freshness: Freshness
    words: str

    @property
    def is_current(self) -> bool:
        return self.freshness is Freshness.CURRENT


@dataclass(frozen=True)
class Translation:
    """A language of an entry, and how far its text can be relied on."""

    language: str
    name: StrOrPromise
    state: TranslationState

    @property
    def exists(self) -> bool:
        return self.state is not TranslationState.MISSING


def standing(version: EntryVersion, today: dt.date) -> StandingWords:
    """Say when an entry was checked last, and whether somebody was to look at it again since."""
    stands, due = freshness(version, today), due_on(version)
    if stands is not Freshness.CURRENT:
        return StandingWords(stands, _("not checked since %s") % day(looked_on(version)))
    checked = _("checked on %s") % day(looked_on(version))
    until = {"checked": checked, "day": day(due)}
    return StandingWords(stands, _("%(checked)s, current until %(day)s") % until if due else checked)


def title_of(version: EntryVersion) -> str:
    """Return the title of an entry in the language of the page, or in the one it was written in."""
    return version.text((get_language() or "en").split("-")[0]).title


def looked_on(version: EntryVersion) -> dt.date:
    """Return the day on which somebody said last that it is true: its register, its source, or one of us.

    A lawyer who reads a text rings nobody up: what it is true as of counts until somebody confirms it.
    """
    listed, checked = version.entry.seen_in, version.checked_at
    said = listed.as_of if listed else version.as_of
    if checked and (said is None or version.is_confirmed):
        return max(filter(None, (said, timezone.localdate(checked))))
    return said or timezone.localdate(version.published_at or version.made_at)


def freshness_words(version: EntryVersion, today: dt.date) -> str:
    """Say since when nobody looked at what was to be looked at again; nothing while it is current."""
    if freshness(version, today) is Freshness.CURRENT:
        return ""
    return _("Not checked since %s.") % day(looked_on(version))


def translation_words(version: EntryVersion, language: str) -> str:
    """Warn of a text that is not what was checked: no native read it, it is older, or it is missing."""
    match translation_state(read(version.texts), language, first=version.language):
        case TranslationState.MADE:
            return _("No native speaker has read this translation yet.")
        case TranslationState.OUTDATED:
            return _("This translation is older than the text that it translates.")
        case TranslationState.MISSING:
            return _("There is no translation yet.")
    return ""


def law(version: EntryVersion, today: dt.date) -> str:
    """Say from when until when the law that it tells of is in force; empty where it tells of none."""
    if version.law_from is None and version.law_to is None:
        return ""
    if version.law_to is None:
        words = _("Law in force from %s") % day(version.law_from)
    elif version.law_from is None:
        words = _("Law in force until %s") % day(version.law_to)
    else:
        between = {"first": day(version.law_from), "last": day(version.law_to)}
        words = _("Law in force from %(first)s to %(last)s") % between
    return words if is_in_force(version, today) else _("%s: not in force today") % words


def translations(version: EntryVersion) -> list[Translation]:
    """Return every language of the public, and what else an entry is written in."""
    texts, names = read(version.texts), dict(settings.PUBLIC_LANGUAGES)
    return [
        Translation(code, names.get(code, code), translation_state(texts, code, first=version.language))
        for code in dict.fromkeys([*names, *texts])
    ]


def audience_names(version: EntryVersion) -> list[str]:
    """Return for whom it is."""
    return [str(each.label) for each in Audience if each.value in version.audiences]


def topic_names(version: EntryVersion) -> list[str]:
    """Return what it is about."""
    known = topics()
    return [known[code].label() if code in known else code for code in version.topics]


def region_names(version: EntryVersion) -> list[str]:
    """Return where it counts; none: everywhere."""
    return [region_name(code) for code in version.regions]


def region_name(code: str) -> str:
    """Return a region of ISO 3166-2 in the language of the page."""
    names = geography.regions(code.partition("-")[0]).get(code, {})
    return names.get((get_language() or "en").split("-")[0]) or names.get("en") or code


def day(date: dt.date | None) -> str:
    """Return a day in words."""
    return date_format(date, "j E Y") if date else "–"
