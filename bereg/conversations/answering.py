"""Answering a conversation."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.contacts.channels import Direction
from bereg.conversations.acts import ANSWERED
from bereg.conversations.choices import MessageDelivery, ThreadSource, ThreadStep
from bereg.conversations.errors import NotYourThreadError
from bereg.conversations.locking import locked, put
from bereg.conversations.models import Message, Thread
from bereg.conversations.steps import note_step
from bereg.core.compiled_queries import insert_new
from bereg.core.storage_errors import NotStoredError
from bereg.vault import actions as vault
from bereg.vault.classes import Holder
from bereg.vault.faults import VaultFault


def answer(*, id: UUID, thread: Thread, version: int | None, text: str, by: User) -> Message:
    """Answer a conversation; the same text with the same id again changes nothing. Call it outside transactions.

    id: of the form. Other words with it are another answer, as where the first one is believed lost.
    version: as the page was shown; None in a talk, where both sides write at any moment. Whoever answers has taken it.
    Raise NotYourThreadError, StaleThreadError, NotStoredError.
    """
    if not thread.is_answered_by(by):
        raise NotYourThreadError
    own = uuid5(thread.pk, f"{id}|{text}")
    made = Message(id=own, centre_id=thread.centre_id, thread=thread, direction=Direction.OUT, by=by)
    stands = Message.objects.through(thread=thread).filter(pk=own).first()
    if stands is not None:
        return stands
    vault.admit_alike(made, thread, Holder.RECEIPT)
    try:
        made.answer = vault.seal(made, "answer", text)
    except VaultFault as fault:
        raise NotStoredError from fault
    with transaction.atomic():
        _store(made, locked(thread, by, version), by)
    return made


def _store(made: Message, standing: Thread, by: User) -> None:
    now = timezone.now()
    if standing.source == ThreadSource.MAIL and standing.address:  # the room of mail sends it, and says so here
        made.delivery, made.try_at = MessageDelivery.WAITING, now
        made.waited_since, made.was_urgent = standing.waiting_since, standing.is_urgent
    if not insert_new(made):
        return
    taken = {} if standing.taken_by_id else {"taken_by": by, "taken_at": now}
    if taken:
        note_step(standing, ThreadStep.TAKEN, since=standing.waiting_since)
    if standing.waiting_since:
        note_step(standing, ThreadStep.ANSWERED, since=standing.waiting_since)
    is_over = {"waiting_since": None, "is_urgent": False, "ours_writing_at": None, "closed_at": None, "ending": ""}
    put(standing, **taken, **is_over, last_at=now)
    audit.record(ANSWERED, target=made, by=by, sha256=vault.written_new(made))
    notices.settle_about([str(standing.pk)])
