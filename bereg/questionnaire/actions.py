"""Publishing a questionnaire."""

from uuid import UUID

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.core.advisory_locks import wait_for_turn
from bereg.questionnaire.form import Form, to_data
from bereg.questionnaire.limits import require_within
from bereg.questionnaire.models import Version, digest_of
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, own_version

# All that publish wait for each other: a version for every centre changes what is in force at many.
_TURN = UUID("7ab1d6c2-0000-4000-8000-000000000000")


class QuestionnaireChangedError(Exception):
    """Another version came in force since somebody looked at what would change."""


def publish(
    *, source: str, form: Form, centre: Centre | None, by: User | None, instead_of: str | None = None
) -> Version:
    """Publish what was read of a Markdown XLSForm as the next version of a centre; None: of every one without its own.

    The source of the version in force adds nothing. instead_of: the digest of the version that somebody saw in force
    there, "" where there was none; raise QuestionnaireChangedError where it is another one by now. Raise
    QuestionnaireError where a room above cannot take it.
    """
    digest = digest_of(source)
    with transaction.atomic():
        wait_for_turn(_TURN)
        standing = own_version(centre)
        if standing and standing.digest == digest:
            return standing
        if instead_of is not None and instead_of != _digest_in_force(centre):
            raise QuestionnaireChangedError
        require_within(form)
        number = standing.number + 1 if standing else 1
        version = Version.objects.create(
            number=number, centre=centre, source=source, definition=to_data(form), digest=digest, published_by=by
        )
        audit.record("questionnaire.published", target=version, by=by)
    return version


def _digest_in_force(centre: Centre | None) -> str:
    try:
        return current_version(centre).digest
    except NoQuestionnaireError:
        return ""
