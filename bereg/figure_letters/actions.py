"""Setting up who gets figures, and the indicators of a funder."""

from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.core.compiled_queries import insert_new
from bereg.figure_letters.access import works_on
from bereg.figure_letters.acts import (
    INDICATOR_REMOVED,
    INDICATOR_WRITTEN,
    RECIPIENT_CHANGED,
    RECIPIENT_ENDED,
    RECIPIENT_SET_UP,
)
from bereg.figure_letters.errors import LetterStandsError, NotYourLetterError, StaleLetterError
from bereg.figure_letters.models import FiguresRecipient, FunderIndicator
from bereg.figure_letters.wanted import Arrangement, WantedIndicator


@transaction.atomic
def set_up(*, id: UUID, centre: Centre, arrangement: Arrangement, by: User) -> FiguresRecipient:
    """Set up who gets figures from a centre. Raise NotYourLetterError; LetterStandsError where this id stands."""
    if not works_on(by, centre.pk):
        raise NotYourLetterError
    made = FiguresRecipient(id=id, centre=centre, version=1, **arrangement.columns())
    if not insert_new(made):
        raise LetterStandsError
    audit.record(RECIPIENT_SET_UP, target=made, by=by, because=made.gets)
    return made


@transaction.atomic
def change(*, recipient: FiguresRecipient, version: int, arrangement: Arrangement, by: User) -> None:
    """Change what somebody gets; letters that are written stay. Raise NotYourLetterError, StaleLetterError."""
    _put(recipient, version, by, **arrangement.columns())
    audit.record(RECIPIENT_CHANGED, target=recipient, by=by, because=arrangement.gets)


@transaction.atomic
def end(*, recipient: FiguresRecipient, version: int, by: User) -> None:
    """End it: nothing is due of the months from now on. Raise NotYourLetterError, StaleLetterError."""
    _put(recipient, version, by, ended_at=timezone.now())
    audit.record(RECIPIENT_ENDED, target=recipient, by=by)


def _put(recipient: FiguresRecipient, version: int, by: User, **columns: object) -> None:
    if not works_on(by, recipient.centre_id):
        raise NotYourLetterError
    # One UPDATE decides: two supervisors may have the same page open.
    standing = FiguresRecipient.objects.of(recipient).filter(version=version, ended_at=None)
    if not standing.update(**columns, version=F("version") + 1):
        raise StaleLetterError


@transaction.atomic
def write_indicator(*, id: UUID, recipient: FiguresRecipient, wanted: WantedIndicator, by: User) -> FunderIndicator:
    """Write an indicator. Raise NotYourLetterError; LetterStandsError where this id stands."""
    if not works_on(by, recipient.centre_id) or not recipient.is_exact:
        raise NotYourLetterError
    made = FunderIndicator(id=id, recipient=recipient, version=1, **asdict(wanted))
    if not insert_new(made):
        raise LetterStandsError
    audit.record(INDICATOR_WRITTEN, target=made, by=by)
    return made


@transaction.atomic
def change_indicator(*, indicator: FunderIndicator, version: int, wanted: WantedIndicator, by: User) -> None:
    """Change an indicator; what letters said of it stays. Raise NotYourLetterError, StaleLetterError."""
    if not works_on(by, indicator.recipient.centre_id):
        raise NotYourLetterError
    standing = FunderIndicator.objects.of(indicator).filter(version=version)
    if not standing.update(**asdict(wanted), version=F("version") + 1):
        raise StaleLetterError
    audit.record(INDICATOR_WRITTEN, target=indicator, by=by)


@transaction.atomic
def remove_indicator(*, indicator: FunderIndicator, version: int, by: User) -> None:
    """Remove an indicator; what letters said of it stays. Raise NotYourLetterError, StaleLetterError."""
    if not works_on(by, indicator.recipient.centre_id):
        raise NotYourLetterError
    removed, _of_each = FunderIndicator.objects.of(indicator).filter(version=version).delete()
    if not removed:
        raise StaleLetterError
    audit.record(INDICATOR_REMOVED, target=indicator, by=by)
