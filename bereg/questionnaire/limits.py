"""What rooms above cannot take of a questionnaire that is in order, such as more topics than the figures tell apart."""

from bereg.core.concerns import said
from bereg.questionnaire.form import Form
from bereg.questionnaire.problems import QuestionnaireError


def require_within(form: Form) -> None:
    """Raise QuestionnaireError with everything that is too much of a form."""
    found = [problem for problems in said("questionnaire_limits", "problems") for problem in problems(form)]
    if found:
        raise QuestionnaireError(found)
