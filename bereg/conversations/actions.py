"""What staff do with a conversation: take it, hand it on, note what it is about, close or erase it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.audit import actions as audit
from bereg.contacts.corrections import correct_disposition
from bereg.contacts.dispositions import Disposition
from bereg.conversations.acts import CLOSED, ERASED, GIVEN, LEFT, NOTED, TAKEN, URGENT
from bereg.conversations.choices import ThreadEnding, ThreadStep
from bereg.conversations.errors import NotYourThreadError, StaleThreadError, TakenAlreadyError
from bereg.conversations.locking import locked, put
from bereg.conversations.models import Attachment, Message, Thread
from bereg.conversations.queries import colleagues_for, contacts_of
from bereg.conversations.steps import note_step
from bereg.retention import holds
from bereg.vault import actions as vault
from bereg.vault.because import Because

# What the contact of a conversation turns out to have been.
TURNED_OUT = {ThreadEnding.NOTHING: Disposition.OUT_OF_SCOPE, ThreadEnding.ABUSE: Disposition.ABUSIVE}


@transaction.atomic
def take(*, thread: Thread, by: User) -> None:
    """Take a conversation that nobody has: of two at once one wins. Raise NotYourThreadError, TakenAlreadyError."""
    standing = locked(thread, by)
    if standing.taken_by_id == by.pk:
        return
    if standing.taken_by_id is not None:
        raise TakenAlreadyError
    now = timezone.now()
    put(standing, taken_by=by, taken_at=now)
    note_step(standing, ThreadStep.TAKEN, since=standing.waiting_since)
    audit.record(TAKEN, target=standing, by=by)
    notices.settle(kind=URGENT, target=str(standing.pk))


@transaction.atomic
def give(*, thread: Thread, version: int, to: User | None, by: User) -> None:
    """Hand a conversation to a colleague, or back to all (None). Raise NotYourThreadError, StaleThreadError."""
    if to is not None and to not in colleagues_for(thread, by):
        raise NotYourThreadError
    standing = locked(thread, by, version)
    put(standing, taken_by=to, taken_at=timezone.now() if to else None)
    if to and standing.taken_by_id is None:
        note_step(standing, ThreadStep.TAKEN, since=standing.waiting_since)
    audit.record(GIVEN if to else LEFT, target=standing, by=by, because=str(to.pk) if to else "")
    notices.give(kind=GIVEN, target=str(standing.pk), to=[to] if to else [])


@transaction.atomic
def note(*, thread: Thread, version: int, language: str, topics: Sequence[str], by: User) -> None:
    """Note what may be counted of it. Raise NotYourThreadError, StaleThreadError."""
    standing = locked(thread, by, version)
    put(standing, language=language, topics=sorted(set(topics)))
    audit.record(NOTED, target=standing, by=by)


@transaction.atomic
def close(*, thread: Thread, version: int, ending: ThreadEnding, by: User) -> None:
    """Close a conversation. Raise NotYourThreadError, StaleThreadError."""
    standing = locked(thread, by, version)
    if not standing.is_open:
        raise StaleThreadError
    put(standing, closed_at=timezone.now(), ending=ending, waiting_since=None, is_urgent=False)
    note_step(standing, ThreadStep.CLOSED, ending=ending)
    audit.record(CLOSED, target=standing, by=by, because=ending)
    notices.settle_about([str(standing.pk)])
    if ending in TURNED_OUT:
        for contact in contacts_of(standing):
            correct_disposition(contact=contact, disposition=TURNED_OUT[ending], by=by)


@transaction.atomic
def erase(*, thread: Thread, by: User) -> None:
    """Erase a conversation before its time, as whoever wrote asked for. Raise NotYourThreadError, HeldError."""
    if by.scope(Permission.CONVERSE) != Scope.CENTRE:
        raise NotYourThreadError
    standing = locked(thread, by)
    holds.refuse_held(standing)
    audit.record(ERASED, target=standing, by=by)
    for model in (Attachment, Message):
        parts: Any = model.objects.through(thread=standing).select_for_update(of=("self",))
        vault.forget(list(parts), by=by, because=Because.REQUEST)
    vault.forget([standing], by=by, because=Because.REQUEST)
