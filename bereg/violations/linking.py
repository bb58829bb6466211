"""Links by hand: a lawyer sees that two enquiries name one firm where no number, name or address says so."""

from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.violations.acts import LINKED, UNLINKED
from bereg.violations.models import Violation
from bereg.violations.queries import violations_of_number, violations_to_judge


class NotYourLinkError(Exception):
    """The person links no violations of that centre."""


class NothingToLinkError(Exception):
    """No other enquiry of this number has a violation that names somebody."""


@transaction.atomic
def link(*, violation: Violation, number: str, by: User) -> None:
    """Link a violation with those of another enquiry of the same centre, by its number.

    Those that either is linked with already come along. Raise NotYourLinkError, NothingToLinkError.
    """
    if not violations_to_judge(by).filter(pk=violation.pk).exists():
        raise NotYourLinkError
    others = list(violations_of_number(by, number).exclude(enquiry=violation.enquiry_id))
    if not others:
        raise NothingToLinkError
    groups = {each.linked for each in (violation, *others) if each.linked}
    chosen = Q(pk__in=[each.pk for each in (violation, *others)]) | Q(linked__in=groups)
    standing = violations_to_judge(by).filter(chosen).order_by("pk").select_for_update(of=("self",))
    pks = [each.pk for each in standing]
    violations_to_judge(by).filter(pk__in=pks).update(linked=min(groups, default=uuid4()), version=F("version") + 1)
    audit.record(LINKED, target=violation, by=by)


@transaction.atomic
def unlink(*, violation: Violation, by: User) -> None:
    """Take a violation out of what it is linked with by hand. Raise NotYourLinkError."""
    standing = violations_to_judge(by).filter(pk=violation.pk, linked__isnull=False)
    if not standing.update(linked=None, version=F("version") + 1):
        raise NotYourLinkError
    audit.record(UNLINKED, target=violation, by=by)
