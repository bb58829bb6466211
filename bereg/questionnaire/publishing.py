"""Publishing a questionnaire from its text, for commands and the first run."""

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.core.text_normalisation import normalise
from bereg.questionnaire import actions
from bereg.questionnaire.models import Version
from bereg.questionnaire.standards import standard_path


def publish(*, source: str, centre: Centre | None, by: User | None) -> Version:
    """Publish a Markdown XLSForm as `actions.publish` does.

    Raise QuestionnaireError with everything that is wrong; the version in force then stays.
    """
    from bereg.questionnaire.parse import parse_text  # slow to load, and seldom needed

    source = normalise(source)
    return actions.publish(source=source, form=parse_text(source), centre=centre, by=by)


def publish_standard(*, by: User | None = None) -> Version:
    """Publish the standard questionnaire that comes with the program; again, it adds nothing."""
    return publish(source=standard_source(), centre=None, by=by)


def standard_source() -> str:
    """Return the Markdown XLSForm of the standard questionnaire."""
    return standard_path().read_text(encoding="utf-8")
