"""The names of published tables, groups, centres and rows in every language of the program, to be kept in a release."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.counting import wording
from bereg.counting.catalogue import ALL
from bereg.counting.codes import CITIZENSHIP, TOPIC
from bereg.counting.published_tables import Published, PublishedKind, tables
from bereg.publications.content import Words

Made = TypeVar("Made")

TITLES = {
    "contacts_without_enquiry": _("Contacts without an enquiry"),
    "enquiries": _("Enquiries"),
    "citizenship_groups": _("Citizenship, groups of countries"),
    "age_bands": _("Age, in classes"),
    "topic_groups": _("Topics, in classes"),
    "source_groups": _("How people learnt of us, in classes"),
    "referred": _("Referrals"),
    "came_of": _("Rescue operations and people freed"),
    "asked": _("Whom we asked for help or action"),
    "answered": _("Who answered what we asked for"),
    "forwarded": _("Violations of law that authorities were told of"),
    "searched": _("Searches for missing people"),
}
# Classes of several codes; what is one code has the name that the questionnaire gives it.
CLASSES = {
    ("channel", "written"): _("in writing"),
    ("citizenship", "other"): _("other countries"),
    ("citizenship_groups", "central_asia"): _("Central Asia"),
    ("citizenship_groups", "caucasus"): _("Caucasus"),
    ("citizenship_groups", "eastern_europe"): _("Eastern Europe"),
    ("citizenship_groups", "other"): _("other countries"),
    ("age_bands", "under_30"): _("under 30"),
    ("age_bands", "30_49"): _("30 to 49"),
    ("education", "up_to_secondary"): _("up to secondary"),
    ("topic_groups", "permits"): _("permits, registration and quotas"),
    ("topic_groups", "status"): _("citizenship, residence, borders and documents"),
    ("topic_groups", "labour"): _("labour law and unpaid wages"),
    ("topic_groups", "hiring"): _("being hired"),
    ("topic_groups", "abroad"): _("going abroad"),
    ("topic_groups", "danger"): _("human trafficking, missing people and the police"),
    ("topic_groups", "support"): _("support"),
    ("source_groups", "transport"): _("metro, transport and billboards"),
    ("source_groups", "print"): _("leaflets and cards"),
    ("source_groups", "people"): _("friends, employers and organisations"),
    ("source_groups", "media"): _("radio, television, press and internet"),
    ("source_groups", "official_and_other"): _("government offices, embassies and others"),
    ("referred", "referral"): _("enquiries from which somebody was referred to a service"),
    ("came_of", "operation"): _("enquiries that a rescue operation followed"),
    ("came_of", "freed"): _("enquiries after which people were freed"),
    ("forwarded", "forwarded"): _("enquiries of whose violations an authority was told"),
    ("searched", "begun"): _("enquiries that began a search"),
    ("searched", "told"): _("enquiries after which a relative was told what the person found agreed to"),
    **{
        (table, code): words
        for table in ("asked", "answered")
        for code, words in (
            ("state_bodies", _("state bodies")),
            ("other_bodies", _("organisations, shelters, embassies and other services")),
        )
    },
}


def titles() -> dict[str, StrOrPromise]:
    return {**wording.titles(), **TITLES}


def variable_of(table: Published) -> str:
    """Return the column whose codes the rows of a table are."""
    return TOPIC if table.kind == PublishedKind.TOPIC_GROUPS else table.variable or table.id


class Names:
    """Names of everything, read once for a release. A language in which something has no name is left out."""

    def __init__(self) -> None:
        self._labels = _spoken_in(settings.LANGUAGES, wording.Labels)
        self._variables = {table.id: variable_of(table) for table in tables()}
        self._own = {(table.id, name): dict(words) for table in tables() for name, words in table.names.items()}

    def table(self, table: str) -> Words:
        return self._own.get((table, table)) or _in_each(titles().get(table, table))

    def centre(self, centre: str) -> Words:
        if centre == ALL:
            return _in_each(wording.ALL_CENTRES)
        names = _spoken_in(settings.LANGUAGES, lambda: self._here.centre(centre))
        return names | _of_the_public(self._here.centre_names(centre))

    def group(self, group: str) -> Words:
        return _in_each(wording.GROUPS[group])

    def code(self, table: str, code: str) -> Words:
        """Name a row."""
        if own := self._own.get((table, code)):
            return own
        merged = CLASSES.get((table, code))
        if merged:
            return _in_each(merged)
        variable = self._variables[table]
        listed = self._here.listed(variable, code)
        if listed:
            return _in_each(listed)
        names = _spoken_in(settings.LANGUAGES, lambda: self._here.of(variable, code))
        known = _countries(code) if variable == CITIZENSHIP else {}
        return names | known | _of_the_public(self._here.choice_names(variable, code))

    @property
    def _here(self) -> wording.Labels:
        """Return the labels of the language that is spoken just now; of any where none of the staff's is."""
        return self._labels.get(translation.get_language() or "") or next(iter(self._labels.values()))


def _spoken_in(languages: Sequence[tuple[str, object]], make: Callable[[], Made]) -> dict[str, Made]:
    made = {}
    for language, _name in languages:
        with translation.override(language):
            made[language] = make()
    return made


def _in_each(text: object) -> Words:
    """Return a text of the catalogues in every language of the public pages."""
    return _spoken_in(settings.PUBLIC_LANGUAGES, lambda: str(text))


def _of_the_public(names: Mapping[str, str]) -> Words:
    """Return what somebody wrote in a language that the staff does not speak; nothing is guessed."""
    found = {language: names.get(language) or names.get("", "") for language in _beyond_the_staff()}
    return {language: text for language, text in found.items() if text}


def _countries(code: str) -> Words:
    """Return the name of a country in these languages, as Unicode's tables have it."""
    from babel import Locale  # slow to load, and most commands publish nothing

    found = {language: Locale.parse(language).territories.get(code, "") for language in _beyond_the_staff()}
    return {language: text for language, text in found.items() if text}


def _beyond_the_staff() -> list[str]:
    staff = dict(settings.LANGUAGES)
    return [language for language, _name in settings.PUBLIC_LANGUAGES if language not in staff]
