"""How the mailboxes do, for the supervisors and the doctor: one that fails for a while is an alarm."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.permissions import Permission
from bereg.accounts.queries import people_with
from bereg.mailbox.acts import FAILED
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.models import MailboxState

TOLD_AFTER = dt.timedelta(minutes=5)  # a provider that restarts is no alarm


@transaction.atomic
def note_well(box: Postbox) -> None:
    """Note that a mailbox was emptied; an alarm about it is over."""
    now = timezone.now()
    state, is_new = MailboxState.objects.select_for_update().get_or_create(box=box, defaults={"ok_at": now})
    if state.failed_since is None and not is_new and state.ok_at and now - state.ok_at < TOLD_AFTER / 5:
        return  # each minute is often enough
    MailboxState.objects.filter(box=box).update(ok_at=now, failed_since=None, fault="")
    if state.failed_since is not None:
        notices.forget(kind=FAILED, target=box)


@transaction.atomic
def note_failed(box: Postbox, fault: str) -> None:
    """Note that it could not be emptied; once that has lasted, the supervisors are told."""
    now = timezone.now()
    state, _ = MailboxState.objects.select_for_update().get_or_create(box=box)
    since = state.failed_since or now
    MailboxState.objects.filter(box=box).update(failed_since=since, fault=fault[:64])
    if now - since >= TOLD_AFTER and notices.newest_at(kind=FAILED, target=box) is None:
        notices.give(kind=FAILED, target=box, to=people_with(Permission.HOLD_SET))


def failing(now: dt.datetime) -> list[MailboxState]:
    """Return those that have failed for a while."""
    return list(MailboxState.objects.filter(failed_since__lte=now - TOLD_AFTER).order_by("box"))
