"""Publishing a questionnaire."""

from hashlib import sha256

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.core.text import normalise
from bereg.questionnaire.models import Version
from bereg.questionnaire.queries import own_version
from bereg.questionnaire.serial import to_data
from bereg.questionnaire.standards import standard_path


def publish(*, source: str, centre: Centre | None, by: User | None) -> Version:
    """Publish a Markdown XLSForm as the next version of a centre; None: for every centre without its own.

    Raise QuestionnaireError with everything that is wrong; the version in force then stays. The source of the
    version in force adds nothing.
    """
    from bereg.questionnaire.parse import parse_text  # slow to load, and seldom needed

    source = normalise(source)
    form = parse_text(source)  # before anything is touched
    digest = sha256(source.encode()).hexdigest()
    with transaction.atomic():
        standing = own_version(centre)
        if standing and standing.digest == digest:
            return standing
        number = standing.number + 1 if standing else 1
        version = Version.objects.create(
            number=number, centre=centre, source=source, definition=to_data(form), digest=digest, published_by=by
        )
        audit.record("questionnaire.published", target=version, by=by)
    return version


def publish_standard(*, by: User | None = None) -> Version:
    """Publish the standard questionnaire that comes with the program; again, it adds nothing."""
    return publish(source=standard_source(), centre=None, by=by)


def standard_source() -> str:
    """Return the Markdown XLSForm of the standard questionnaire."""
    return standard_path().read_text(encoding="utf-8")
