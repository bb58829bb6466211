"""An answer that reached nobody: whoever wrote to us waits again, as long and as urgently as before it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from bereg.accounts import notices
from bereg.contacts.channels import Direction
from bereg.conversations.acts import URGENT
from bereg.conversations.locking import put
from bereg.conversations.models import Message, Thread
from bereg.conversations.receiving import at_work


@dataclass(frozen=True)
class FormerWaiting:
    """Since when somebody waits, and whether a word of danger was written."""

    since: dt.datetime
    is_urgent: bool


def wait_again(message: Message) -> None:
    """Let a conversation wait whose answer has failed; in the transaction that notes it.

    Not where it went on since: a later answer is on its way or has arrived, or what was written since is dealt with.
    """
    standing = Thread.objects.of(message.thread).select_for_update(of=("self",)).select_related("centre").get()
    if _went_on(message, standing):
        return
    before = _waited(message)
    is_urgent = standing.is_urgent or before.is_urgent
    since = min(standing.waiting_since or before.since, before.since)
    put(standing, waiting_since=since, is_urgent=is_urgent, closed_at=None, ending="")
    if is_urgent:  # answering took the notices of it away
        notices.settle(kind=URGENT, target=str(standing.pk))
        notices.give(kind=URGENT, target=str(standing.pk), to=at_work(standing))


def _went_on(message: Message, standing: Thread) -> bool:
    later = Message.objects.through(thread=standing).filter(Q(at__gt=message.at)).exclude(pk=message.pk)
    if standing.waiting_since is None and later.filter(direction=Direction.IN).exists():
        return True
    return any(not each.has_failed for each in later.filter(direction=Direction.OUT))


def _waited(message: Message) -> FormerWaiting:
    """Return how the other side waited before this answer, and those just before it that failed as well."""
    since, is_urgent = message.waited_since or message.at, message.was_urgent
    earlier = Message.objects.through(thread=message.thread).filter(at__lt=message.at)
    for each in earlier.order_by("-at", "-pk"):
        if not each.is_ours or not each.has_failed:
            break
        since, is_urgent = min(since, each.waited_since or since), is_urgent or each.was_urgent
    return FormerWaiting(since, is_urgent)
