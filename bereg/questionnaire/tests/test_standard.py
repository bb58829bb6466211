"""The questionnaire that comes with the program."""

import pytest

from bereg.centres.models import Centre
from bereg.questionnaire.form import to_data
from bereg.questionnaire.models import Version
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.publishing import publish_standard, standard_source
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of
from bereg.questionnaire.questions import QuestionKind

# Design, section 4. The figures depend on every one of these codes.
CODES = {
    "enquirer": "migrant citizen_abroad employer relative ngo official other",
    "gender": "female male other",
    "age": "under_20 20_29 30_39 40_49 50_over",
    "education": "none primary secondary vocational higher",
    "migration_registration": "yes no",
    "work_permit": "yes no",
    "no_permit": "not_applied refused quota_used_up expired other",
    "knows_official": "yes no",
    "knows_mediator": "yes no",
    "employer": "juridical private_person self none",
    "sector": " ".join("ABCDEFGHIJKLMNOPQRSTU"),
    "job_search": "official self acquaintances mediator",
    "source": "metro_sticker transit billboard leaflet info_card friends radio tv press internet government_office"
    " ngo_diaspora embassy employer other",
    "topic": "work_permit registration citizenship residence quota entry_exit documents labour_law unpaid_wages"
    " hiring_juridical hiring_private abroad_work abroad_study abroad_agency trafficking_labour trafficking_sexual"
    " trafficking_other missing_person police psychological social family other",
}


@pytest.mark.parametrize("name", CODES)
def test_the_codes_are_those_of_the_design(name: str) -> None:
    question = parse_text(standard_source()).questions[name]
    assert " ".join(choice.code for choice in question.choices) == CODES[name]


def test_every_closed_question_and_no_other_enters_the_figures() -> None:
    form = parse_text(standard_source())
    assert {each.name for each in form.questions.values() if each.statistic} == {
        *CODES,
        "citizenship",
        "material",
        "region",
    }


def test_an_empty_database_has_no_questionnaire_until_it_is_published(centre: Centre) -> None:
    with pytest.raises(NoQuestionnaireError):
        current_version(centre)
    first, again = publish_standard(), publish_standard()
    assert first == again == current_version(centre)
    assert Version.objects.count() == 1


def test_a_stored_form_is_the_form_that_was_parsed(centre: Centre) -> None:
    version = publish_standard()
    version.refresh_from_db()
    assert to_data(form_of(version)) == to_data(parse_text(version.source))
    assert form_of(version).questions["topic"].kind is QuestionKind.SELECT_MULTIPLE
