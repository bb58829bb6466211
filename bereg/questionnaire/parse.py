"""From a questionnaire as somebody wrote it to a form, or to everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json

from bereg.core.text_normalisation import normalise
from bereg.questionnaire.build import build
from bereg.questionnaire.form import Form
from bereg.questionnaire.kobo_odk import adapt
from bereg.questionnaire.or_other import with_others
from bereg.questionnaire.problems import Problem, QuestionnaireError
from bereg.questionnaire.sheets import Sheets, as_markdown, content_of, read_content, read_text
from bereg.questionnaire.unsupported import cell
from bereg.questionnaire.validation import check


@dataclass(frozen=True)
class ParsedQuestionnaire:
    """A questionnaire that is in order, and its Markdown source."""

    form: Form
    source: str
    notices: list[Problem] = field(default_factory=list)  # what was read otherwise than written, or left out


def parse_file(path: Path) -> ParsedQuestionnaire:
    """Read an .md, .xlsx or .csv file. Raise QuestionnaireError with everything that is wrong."""
    return parse_content(path.name, content_of(path))


def parse_content(name: str, content: bytes) -> ParsedQuestionnaire:
    """Read the content of such a file by the ending of its name. Raise QuestionnaireError likewise."""
    sheets = read_content(name, content)
    written = content.decode("utf-8-sig") if name.lower().endswith(".md") else as_markdown(sheets)
    adapted = adapt(sheets)
    form = _form(adapted.sheets, settings.HOME_COUNTRY)
    return ParsedQuestionnaire(form, normalise(written), [*adapted.notices, *_unused_defaults(adapted.sheets, form)])


def parse_text(source: str, *, home_country: str = "") -> Form:
    """Read a Markdown XLSForm. Raise QuestionnaireError with everything that is wrong."""
    return _read(source, home_country or settings.HOME_COUNTRY)


# A questionnaire is read when it is checked, and again when it is published for each centre.
@lru_cache(maxsize=8)
def _read(source: str, home_country: str) -> Form:
    return _form(adapt(read_text(source)).sheets, home_country)


def _form(sheets: Sheets, home_country: str) -> Form:
    problems = check(sheets)
    if problems:
        raise QuestionnaireError(problems)
    try:
        survey = workbook_to_json(with_others(sheets).definition(), form_name="questionnaire", warnings=[])
        return build(survey, home_country=home_country)
    except PyXFormError as error:
        # Something that only pyxform minds.
        raise QuestionnaireError([Problem("", 0, " ".join(str(error).split()))]) from error
    except Exception as error:
        # A form must never break the program; what pyxform trips over is a fault of the form to whoever wrote it.
        text = _("the questionnaire cannot be read: %(reason)s") % {"reason": repr(error)}
        raise QuestionnaireError([Problem("", 0, text)]) from error


def _unused_defaults(sheets: Sheets, form: Form) -> Iterator[Problem]:
    """Yield the defaults that are no answer to their question, so that no form begins with them."""
    for number, row in enumerate(sheets.rows.get("survey", ()), start=2):
        question = form.questions.get(cell(row, "name"))
        if question and question.default and question.name not in form.defaults:
            text = _("the default %(default)s is no answer to %(name)s; the form begins without it")
            yield Problem("survey", number, text % {"default": question.default, "name": question.name})
