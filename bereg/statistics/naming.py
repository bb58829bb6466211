"""The names of published tables, groups, centres and rows in every language of the program, to be kept in a release."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bereg.publications.content import Words
from bereg.statistics import wording
from bereg.statistics.published import tables

TITLES = {
    **wording.TITLES,
    "enquiries": _("Enquiries"),
    "citizenship_groups": _("Citizenship, groups of countries"),
    "countries": _("Foreign countries"),
    "age_bands": _("Age"),
    "topic_groups": _("Topics, in classes"),
    "source_groups": _("How people learnt of us, in classes"),
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
    ("topic_groups", "work"): _("work and employers"),
    ("topic_groups", "abroad"): _("going abroad"),
    ("topic_groups", "danger"): _("human trafficking, missing people and the police"),
    ("topic_groups", "support"): _("support"),
    ("source_groups", "transport"): _("metro, transport and billboards"),
    ("source_groups", "print"): _("leaflets and cards"),
    ("source_groups", "people"): _("friends, employers and organisations"),
    ("source_groups", "media"): _("radio, television, press and internet"),
    ("source_groups", "official_and_other"): _("government offices, embassies and others"),
}


class Names:
    """Names of everything, read once for a release."""

    def __init__(self) -> None:
        self._labels = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                self._labels[language] = wording.Labels()
        self._variables = {table.id: table.variable or table.id for table in tables()}

    def table(self, table: str) -> Words:
        """Name a table."""
        return _in_each(lambda: str(TITLES[table]))

    def centre(self, centre: str) -> Words:
        """Name a centre, or all."""
        return _in_each(lambda: self._here.centre(centre))

    def group(self, group: str) -> Words:
        """Name a group."""
        return _in_each(lambda: str(wording.GROUPS[group]))

    def code(self, table: str, code: str) -> Words:
        """Name a row."""
        return _in_each(lambda: self._code(table, code))

    def _code(self, table: str, code: str) -> str:
        merged = CLASSES.get((table, code))
        variable = "topic" if table == "topic_groups" else self._variables[table]
        return str(merged) if merged else self._here.of(variable, code)

    @property
    def _here(self) -> wording.Labels:
        """Return the labels of the language that is spoken just now: centres have a name in each."""
        return self._labels[translation.get_language()]


def _in_each(name: Callable[[], str]) -> Words:
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words[language] = name()
    return words
