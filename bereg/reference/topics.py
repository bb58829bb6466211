"""The topics of the questionnaire by their names: entries are about them, and are found by what they are called."""

from django.conf import settings

from bereg.questionnaire.form import Form
from bereg.questionnaire.form_cache import once
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of
from bereg.questionnaire.questions import TOPIC, Choice


def topics() -> dict[str, Choice]:
    """Return the topics of the questionnaire that every centre shares, by their codes; none before there is one."""
    try:
        version = current_version(None)
    except NoQuestionnaireError:
        return {}
    return _topics(form_of(version, home_country=settings.HOME_COUNTRY))


@once
def _topics(form: Form) -> dict[str, Choice]:
    topic = form.questions.get(TOPIC)
    return {choice.code: choice for choice in topic.choices} if topic else {}
