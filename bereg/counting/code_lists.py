"""The closed lists: every code that a published table may have a row for, numbered before anybody used it.

A row that came with its first record would prove that record. So the codes of the program itself, and those of all
published questionnaires, stand from the beginning, or from the day on which they were published.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import F

from bereg.centres import queries as centres
from bereg.centres.universes import Universe, universes
from bereg.counting.codes import TOPIC, Codes
from bereg.questionnaire.form import Form
from bereg.questionnaire.models import Version
from bereg.questionnaire.queries import form_of
from bereg.questionnaire.questions import SINGLE


def register(codes: Codes) -> None:
    """Number every code of every closed list."""
    for universe in universes().values():
        note_columns(universe, codes)
    note_questions(ever_published(), codes)
    codes.give()


def note_columns(universe: Universe, codes: Codes) -> None:
    """Note every code of the closed lists of a universe, in their order."""
    for column, choices in universe.columns.items():
        codes.note(column, [code for code, _name in choices])


def note_questions(forms: Iterable[Form], codes: Codes) -> tuple[str, ...]:
    """Note every code of every statistical question, used or not; return the questions of one answer.

    Numbers then tell no order of events.
    """
    variables: dict[str, None] = {}
    for form in forms:
        for question in form.questions.values():
            if question.name == TOPIC:
                codes.note(TOPIC, question.codes())
            elif question.statistic and question.kind in SINGLE:
                variables[question.name] = None
                codes.note(question.name, question.codes())
    return tuple(variables)


def ever_published() -> Iterator[Form]:
    """Yield the form of every questionnaire that was ever published, for each country in which it holds."""
    countries = sorted({centre.country for centre in centres.all_centres()} or {settings.HOME_COUNTRY})
    versions = Version.objects.defer("source", "definition").select_related("centre")
    for version in versions.order_by(F("centre").asc(nulls_first=True), "number"):
        for country in [version.centre.country] if version.centre else countries:
            yield form_of(version, home_country=country)
