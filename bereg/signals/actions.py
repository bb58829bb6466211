"""What is noted of a signal."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.signals.models import SignalNote
from bereg.signals.monitoring import Signal


class StaleNoteError(Exception):
    """A colleague noted something of this signal meanwhile."""


@transaction.atomic
def note_signal(*, signal: Signal, note: str, version: int, by: User) -> None:
    """Note that a signal was looked at. version: of the note that this one replaces, 0: none.

    Raise StaleNoteError where a colleague was faster.
    """
    share, centre, month = signal.key
    names = {"share": share, "centre": centre, "month": month}
    written = {"note": note, "by": by, "at": timezone.now()}
    if version:
        # One UPDATE decides: two supervisors may have the same page open.
        if not SignalNote.objects.filter(**names, version=version).update(**written, version=F("version") + 1):
            raise StaleNoteError
    else:
        _note_first(names | written)
    audit.record("signal.noted", target=SignalNote.objects.get(**names), by=by)


def _note_first(values: dict[str, object]) -> None:
    try:
        with transaction.atomic():
            SignalNote.objects.create(**values)
    except IntegrityError:
        raise StaleNoteError from None
