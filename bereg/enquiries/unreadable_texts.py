"""What happens where a text cannot be opened: an alarm in the log and a notice to the supervisors, ids alone."""

import logging
from typing import Any

from django.db import transaction

from bereg.accounts import notices
from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.vault.faults import VaultFault, VaultLocked

logger = logging.getLogger(__name__)
UNREADABLE = "text.unreadable"


def cannot_be_opened(record: Any, field: str, fault: VaultFault) -> None:
    """Say that a text of a record cannot be opened; each supervisor is told once, until the notice is settled.

    Where it went between the look at the record and the opening, as a consent does, nothing is wrong.
    """
    if not isinstance(fault, VaultLocked) and not _still_stands(record, field):
        return
    logger.error("%s %s %s cannot be opened: %s", record._meta.label_lower, record.pk, field, type(fault).__name__)
    if isinstance(fault, VaultLocked):
        return  # of the whole process, not of this record
    target = f"{record._meta.label_lower}:{record.pk}"
    people = User.objects.filter(memberships__centre=record.centre_id, role=Role.SUPERVISOR, closed_at=None)
    told = set(Notice.objects.filter(kind=UNREADABLE, target=target, read_at=None).values_list("person", flat=True))
    notices.give(kind=UNREADABLE, target=target, to=[person for person in people if person.pk not in told])


@transaction.atomic
def _still_stands(record: Any, field: str) -> bool:
    """Tell whether a text is still the one that was read; whoever is erasing it is waited for."""
    stands = type(record).objects.of(record).select_for_update(no_key=True).filter(**{field: getattr(record, field)})
    found: bool = stands.exists()
    return found
