"""Which conversation a letter goes on: by the token of our address, else by what it answers; by nothing else."""

from collections.abc import Iterator
from uuid import UUID

from bereg.centres.scope import beyond
from bereg.conversations.choices import ThreadSource
from bereg.conversations.models import Message, Thread
from bereg.conversations.queries import thread_at
from bereg.mailbox.digests import mac_of_id, mac_of_sender, token_key
from bereg.mailbox.inbound import InboundMessage


def is_forged(letter: InboundMessage) -> bool:
    """Tell whether a letter claims a conversation that we did not name to it."""
    return bool(letter.tokens) and not any(each.is_genuine(token_key()) for each in letter.tokens)


def thread_of(letter: InboundMessage) -> Thread | None:
    """Return the conversation; None where it begins one: also where the old one was erased, or is claimed falsely."""
    if is_forged(letter):
        return None
    for each in letter.tokens:
        found = thread_at(each.thread) if each.is_genuine(token_key()) else None
        if found is not None and found.source == ThreadSource.MAIL:
            return found
    return next(filter(None, map(thread_at, _answered(letter))), None)


@beyond("conversation")
def is_new_sender(letter: InboundMessage, thread: Thread) -> bool:
    """Tell whether a letter comes from another address than the first of its conversation."""
    first = Message.objects.through(thread=thread).exclude(sender_mac=None).order_by("at").first()
    return first is not None and bytes(first.sender_mac or b"") != mac_of_sender(letter.sender)


def _answered(letter: InboundMessage) -> Iterator[UUID]:
    """Yield the conversations of the letters that this one names: the one it answers, then from the last one back."""
    for name in (*letter.in_reply_to, *reversed(letter.references)):
        with beyond("conversation"):
            found = Message.objects.everywhere(because="conversation").filter(
                reference_mac=mac_of_id(name), thread__source=ThreadSource.MAIL
            )
            thread = found.values_list("thread", flat=True).first()
        if thread is not None:
            yield thread
