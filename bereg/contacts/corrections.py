"""What changes a recorded contact, until a closed month counts it: docs/decisions/0092-corrected-contacts.md."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.contacts.actions import ContactFields
from bereg.contacts.acts import CORRECTED, MISTAKEN, TAKEN_BACK, change_code
from bereg.contacts.dispositions import Disposition
from bereg.contacts.mistakes import Mistake
from bereg.contacts.models import Contact

CORRECTABLE = ("line", "channel", "direction", "started_at", "ended_at", "language", "anonymous", "disposition")


class StaleContactError(Exception):
    """A colleague changed the contact meanwhile; `current` is what stands now."""

    def __init__(self, current: Contact) -> None:
        super().__init__(f"{current} is at version {current.version} now.")
        self.current = current


class CountedError(Exception):
    """A closed month counts it, or only its month is left: it stays as it is."""


@transaction.atomic
def correct_contact(*, contact: Contact, version: int, fields: ContactFields, by: User) -> dict[str, Any]:
    """Put a contact right as it stood at `version`; return the new values. Each change is an act with both codes.

    It stays with its centre. Raise StaleContactError, CountedError.
    """
    changes = changes_of(contact, fields)
    if not changes:
        return {}
    _update(contact, {**changes, "precision": fields.precision}, version=version)
    for name, value in changes.items():
        audit.record(CORRECTED, target=contact, by=by, because=change_code(name, getattr(contact, name), value))
    return changes


def correct_disposition(*, contact: Contact, disposition: Disposition, by: User) -> None:
    """Note what a contact turned out to have been. One that a closed month counts stays as it is."""
    if not contact.is_open or contact.disposition == disposition:
        return
    _update(contact, {"disposition": disposition}, version=contact.version)
    code = change_code("disposition", contact.disposition, disposition)
    audit.record(CORRECTED, target=contact, by=by, because=code)


def changes_of(contact: Contact, fields: ContactFields) -> dict[str, Any]:
    """Return what a contact would become, without what stays. A typed time knows no seconds."""
    changes: dict[str, Any] = {}
    for name in CORRECTABLE:
        before, now = getattr(contact, name), getattr(fields, name)
        if isinstance(now, dt.datetime) and before and _to_the_minute(before) == now:
            now = before
        if before != now or (name == "started_at" and contact.precision != fields.precision):
            changes[name] = now
    started_at, ended_at = (changes.get(name, getattr(contact, name)) for name in ("started_at", "ended_at"))
    if ended_at and _to_the_minute(started_at) <= ended_at < started_at:
        changes["ended_at"] = started_at  # the beginning has kept its seconds, which an end typed in its minute lacks
    return changes


def _to_the_minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)


@transaction.atomic
def mark_mistaken(*, contact: Contact, because: Mistake, by: User) -> None:
    """Take a contact out of the figures; it stays in the audit log. Raise CountedError, StaleContactError."""
    _update(contact, {"mistake": because}, mistake="")
    audit.record(MISTAKEN, target=contact, by=by, because=because)


@transaction.atomic
def take_back_mistake(*, contact: Contact, by: User) -> None:
    """Count a contact again. Raise CountedError, StaleContactError."""
    _update(contact, {"mistake": ""}, mistake=contact.mistake)
    audit.record(TAKEN_BACK, target=contact, by=by, because=contact.mistake)


def _update(contact: Contact, columns: dict[str, Any], **only: object) -> None:
    if not contact.is_open:
        raise CountedError
    # One UPDATE decides: a colleague may have the same page open, or close the month.
    still = Contact.objects.of(contact).filter(counted_in=None, **only)
    if still.update(**columns, changed_at=timezone.now(), version=F("version") + 1):
        return
    current = Contact.objects.of(contact).select_related("centre", "line", "operator").get()
    if not current.is_open:
        raise CountedError
    raise StaleContactError(current)
