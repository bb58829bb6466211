"""The figures in words: names of tables, groups and codes, numbers and periods in the language of the page."""

from collections.abc import Mapping
from datetime import date

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.centres import queries as centres
from bereg.centres.universes import universes
from bereg.core.languages import tag
from bereg.core.numbers import per_cent
from bereg.counting.catalogue import ALL, TableKind, tables
from bereg.counting.figures import Figure
from bereg.counting.months import Period
from bereg.questionnaire.form import Form
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of
from bereg.questionnaire.questions import Choice, QuestionKind

QUESTIONS = {
    "citizenship": _("Citizenship"),
    "enquirer": _("Who asked"),
    "gender": _("Gender"),
    "age": _("Age"),
    "education": _("Education"),
    "work_permit": _("Work permit"),
    "no_permit": _("Why there is no work permit"),
    "migration_registration": _("Migration registration"),
    "employer": _("Employer"),
    "sector": _("Sector of work"),
    "job_search": _("How work is sought"),
    "knows_official": _("Do they know official structures that help to find work"),
    "knows_mediator": _("Do they know how to find a mediator"),
    "topic": _("Topics"),
    "source": _("How people learnt of us"),
    "material": _("Materials of campaigns"),
    "region": _("Regions"),
}
ALL_CENTRES = _("All centres")
GROUPS = {ALL: _("Everybody"), "citizens": _("Citizens"), "foreigners": _("Foreigners")}


def titles() -> dict[str, StrOrPromise]:
    return {**QUESTIONS, **{table: title for each in universes().values() for table, title in each.titles.items()}}


class Labels:
    """Names of codes, read once for a page."""

    def __init__(self) -> None:
        self._form = _form()
        columns = (column for universe in universes().values() for column in universe.columns.items())
        self._columns = {column: dict(choices) for column, choices in columns if choices}
        self._typed = self._named_codes()
        self._column_of = {each.id: each.variable for each in tables() if each.kind is TableKind.CODES}
        self._lines = centres.line_names()
        known = centres.all_centres()
        self._centres = {each.code: str(each) for each in known}
        self._centre_names = {each.code: each.names for each in known}

    def of(self, table: str, code: str) -> str:
        """Return the name of a code of a table."""
        column = self._column_of.get(table) or table
        if column in self._columns:
            return str(self._columns[column].get(code, code))
        if column == "language":
            return language_name(code)
        if column == "line":
            return self._lines.get(code, code)
        if table in self._typed:
            return self._typed[table].get(code, code)
        choice = self._choice(table, code)
        return choice.label() if choice else code

    def listed(self, column: str, code: str) -> StrOrPromise:
        """Return the name of a code in the closed list of a column, in whatever language is spoken; "" in none."""
        return self._columns.get(column, {}).get(code, "")

    def choice_names(self, table: str, code: str) -> Mapping[str, str]:
        """Return the names of an answer in the languages that the questionnaire has it in; "" is every language."""
        choice = self._choice(table, code)
        return choice.labels if choice else {}

    def centre(self, code: str) -> str:
        return str(ALL_CENTRES) if code == ALL else self._centres.get(code, code)

    def centre_names(self, code: str) -> Mapping[str, str]:
        """Return the names of a centre in the languages that it has one in; "" is every language."""
        names: Mapping[str, str] = self._centre_names.get(code, {})
        return names

    def centres(self) -> Mapping[str, str]:
        """Return code to name of every centre."""
        return self._centres

    def _named_codes(self) -> dict[str, Mapping[str, str]]:
        """Return the names of the codes of each list that grows: at once, as each look would be a query."""
        asked = self._form.questions.values() if self._form else ()
        return {each.name: each.named() for each in asked if each.kind is QuestionKind.CODE}

    def _choice(self, table: str, code: str) -> Choice | None:
        question = self._form.questions.get(table) if self._form else None
        return question.choice(code) if question else None


def _form() -> Form | None:
    try:
        return form_of(current_version(None))
    except NoQuestionnaireError:
        return None


def language_name(code: str) -> str:
    """Return the name of a language, or its code where Django has no name for it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def percent(figure: Figure) -> str:
    """Write a percentage: whole, and with one decimal below one per cent."""
    units = figure.ten_thousandths or 0
    small = 0 < units < 9500
    # Somebody is never shown as nobody.
    value = max(1, (units + 500) // 1000) / 10 if small else (units + 5000) // 10_000
    text = formats.number_format(value, decimal_pos=1 if small else 0, use_l10n=True)
    return per_cent(f"{'<' if small and units < 1000 else ''}{text}")


def month_name(month: date) -> str:
    """Write `May 2007`."""
    return f"{MONTHS[month.month]} {month.year}"


def period_name(period: Period) -> str:
    """Write `May 2007 – May 2008`."""
    if period.first == period.last:
        return month_name(period.first)
    last = month_name(period.last)
    if tag() != "en":  # alone English writes a month with a capital inside a line
        last = last.lower()
    return f"{month_name(period.first)} – {last}"
