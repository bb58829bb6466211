"""Everything that is wrong with a questionnaire. pyxform stops at the first fault; whoever writes a form wants all."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pyxform import aliases
from pyxform.errors import PyXFormError
from pyxform.parsing.sheet_headers import dealias_and_group_headers
from pyxform.question import MultipleChoiceQuestion, Option

from bereg.questionnaire.problems import Problem
from bereg.questionnaire.sheet_rows import ChoiceRow, SurveyRow
from bereg.questionnaire.sheets import Sheets
from bereg.questionnaire.validation_choices_sheet import check_choices
from bereg.questionnaire.validation_expressions import check_expressions
from bereg.questionnaire.validation_headings import check_columns, languages_of
from bereg.questionnaire.validation_survey_sheet import check_survey

_ALIASES = {"survey": aliases.survey_header, "choices": aliases.list_header}
_COLUMNS = {"survey": MultipleChoiceQuestion, "choices": Option}


def check(sheets: Sheets) -> list[Problem]:
    """Return every problem in the order of sheets and rows; none if the questionnaire can be published."""
    if not any(sheets.rows.get("survey", [])):
        return [Problem("survey", 0, _("the sheet is missing or empty; add it with the columns type, name and label"))]
    found = list(check_columns(sheets))
    try:
        survey = [SurveyRow(number, row) for number, row in _grouped(sheets, "survey")]
        choices = [ChoiceRow(number, row) for number, row in _grouped(sheets, "choices")]
    except PyXFormError as error:
        # Two columns that mean the same: without them no row can be read.
        return [*found, Problem("", 0, " ".join(str(error).split()))]
    languages = languages_of(sheets)
    lists: dict[str, list[ChoiceRow]] = {}
    for row in choices:
        lists.setdefault(row.list_name, []).append(row)
    found += check_survey(survey, lists.keys(), languages)
    columns = {name: {column for each in rows for column in each.cells} for name, rows in lists.items()}
    found += check_expressions(survey, columns)
    found += check_choices(lists, languages)
    order = {name: place for place, name in enumerate(("", "settings", "survey", "choices"))}
    return sorted(dict.fromkeys(found), key=lambda problem: (order.get(problem.sheet, 9), problem.row))


def _grouped(sheets: Sheets, name: str) -> Iterator[tuple[int, dict[str, object]]]:
    """Return the rows of a sheet with pyxform's own names for the columns, and their numbers."""
    if name not in sheets.rows:
        return
    definition = sheets.definition()
    grouped = dealias_and_group_headers(
        sheet_name=name,
        sheet_data=getattr(definition, name),
        sheet_header=getattr(definition, f"{name}_header"),
        header_aliases=_ALIASES[name],
        header_columns=set(_COLUMNS[name].get_slot_names()),
        strip_whitespace=True,
    )
    for number, row in enumerate(grouped.data, start=2):
        if row:
            yield number, row
