"""Publishing a questionnaire."""

from hashlib import sha256
from importlib.resources import files

from django.db import transaction
from django.db.models import Max

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.questionnaire.models import Version
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.serial import to_data


def publish(*, source: str, centre: Centre | None, by: User | None) -> Version:
    """Publish a Markdown XLSForm as the next version of a centre; None: for every centre without its own.

    Raise QuestionnaireError with everything that is wrong; the version in force then stays. The source of the
    version in force adds nothing.
    """
    form = parse_text(source)  # before anything is touched
    digest = sha256(source.encode()).hexdigest()
    with transaction.atomic():
        versions = Version.objects.filter(centre=centre)
        standing = versions.order_by("-number").first()
        if standing and standing.digest == digest:
            return standing
        last = versions.aggregate(last=Max("number"))["last"] or 0
        version = Version.objects.create(
            number=last + 1, centre=centre, source=source, definition=to_data(form), digest=digest, published_by=by
        )
        audit.record("questionnaire.published", target=version, by=by)
    return version


def publish_standard(*, by: User | None = None) -> Version:
    """Publish the standard questionnaire that comes with the program; again, it adds nothing."""
    return publish(source=standard_source(), centre=None, by=by)


def standard_source() -> str:
    """Return the Markdown XLSForm of the standard questionnaire."""
    return (files("bereg.questionnaire") / "standard.md").read_text(encoding="utf-8")
