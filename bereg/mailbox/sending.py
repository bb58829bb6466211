"""Our answers by mail: each leaves once, or waits. What may have left is never sent again by itself.

An answer is marked before it is handed over. A program that is killed then leaves the mark, and a person looks at it.
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bereg.accounts import notices
from bereg.audit import actions as audit
from bereg.centres.scope import CentreBound, beyond
from bereg.contacts.channels import Direction
from bereg.conversations.choices import MessageDelivery
from bereg.conversations.models import Message, Thread
from bereg.conversations.undelivered import wait_again
from bereg.core import smtp
from bereg.core.smtp import MailFailedError, RecipientRefusedError, RefusedForNowError, UnsureError
from bereg.mailbox.acts import SENT, STUCK
from bereg.mailbox.digests import mac_of_id, token_key
from bereg.mailbox.mailboxes import own_address
from bereg.mailbox.quoted_text import MARKER
from bereg.mailbox.reply_tokens import reply_address
from bereg.mailbox.subjects import subject_in
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import Damaged, Erased, KeyMissing, Unwritten, VaultFault

FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=1)
LEFT_BEHIND = dt.timedelta(minutes=10)  # of an answer that is being sent: whoever sent it is gone


@beyond("conversation")
def send_waiting() -> int:
    """Send the answers that wait. Return how many left. Raise MailFailedError where the server takes none."""
    now, sent = timezone.now(), 0
    _give_up_on_left_behind(now)
    for message in list(_of(MessageDelivery.WAITING).filter(try_at__lte=now).order_by("try_at", "pk")[:100]):
        # One UPDATE decides: several processes may send.
        mark = {"delivery": MessageDelivery.LEAVING, "try_at": now, "tries": F("tries") + 1}
        if _of(MessageDelivery.WAITING).filter(pk=message.pk).update(**mark):
            sent += _send(message, now)
    return sent


def _send(message: Message, now: dt.datetime) -> bool:
    """Hand an answer over that is marked as leaving, and note what became of it."""
    if _is_overtaken(message):
        _end(message, MessageDelivery.WAITING)
        return False
    name = _name_of(message)
    try:
        smtp.hand_in(to=_opened(message.thread, "address"), headers=_headers(message, name), text=_text(message))
    except UnsureError:
        _end(message, MessageDelivery.UNSURE)
        return False
    except RecipientRefusedError:
        _end(message, MessageDelivery.REFUSED)
        return False
    except (MailFailedError, VaultFault) as problem:
        pause = min(FIRST_PAUSE * 2 ** min(message.tries, 10), LONGEST_PAUSE)
        _note(message, delivery=MessageDelivery.WAITING, try_at=now + pause)
        if isinstance(problem, RefusedForNowError | Damaged | Unwritten | Erased | KeyMissing):  # of this one alone
            return False
        raise
    with transaction.atomic():
        _note(message, delivery=MessageDelivery.SENT, try_at=None, reference_mac=mac_of_id(name))
        audit.record(SENT, target=message, by=None)
    return True


@beyond("conversation")
def end_undelivered(names: Iterable[str], how: MessageDelivery) -> None:
    """Note of answers that were sent, by their message ids, that they reached nobody, or perhaps; of others nothing."""
    sent = Message.objects.everywhere(because="conversation").filter(direction=Direction.OUT)
    macs = [mac_of_id(name) for name in names]
    for message in sent.filter(delivery=MessageDelivery.SENT, reference_mac__in=macs).select_related("thread", "by"):
        _end(message, how)


def _is_overtaken(message: Message) -> bool:
    """Tell whether something came since an answer was written, which is to be read first: it may say not to write."""
    came = Message.objects.through(thread=message.thread).filter(direction=Direction.IN, at__gt=message.at)
    # What was on its way when the answer was stored may bear an earlier time, but has let the conversation wait again.
    return came.exists() or Thread.objects.of(message.thread).exclude(waiting_since=None).exists()


def _text(message: Message) -> str:
    """Return the answer, and nothing of what it answers: somebody else may read the mailbox."""
    return f"{MARKER}\n\n{_opened(message, 'answer')}\n"


def _opened(record: Message | Thread, field: str) -> str:
    return vault.reveal(record, field, by=None, because=Because.SENDING)


def _headers(message: Message, name: str) -> dict[str, str]:
    ours = own_address()
    headers = {"Message-ID": f"<{name}>", "From": ours, "Subject": subject_in(message.thread.language)}
    if settings.MAILBOX_PLUS and (reply_to := reply_address(ours, message.thread_id, token_key())):
        headers["Reply-To"] = reply_to
    answered = Message.objects.through(thread=message.thread).exclude(reference=b"").filter(at__lt=message.at)
    last = answered.order_by("-at").first()
    if last is not None:
        theirs = _opened(last, "reference")
        headers["In-Reply-To"] = headers["References"] = f"<{theirs}>"
    return headers


def _name_of(message: Message) -> str:
    """Return the message id: of one answer always the same, so that a mailbox that got it twice shows it once."""
    return f"{message.pk.hex}@{own_address().rpartition('@')[2]}"


def _give_up_on_left_behind(now: dt.datetime) -> None:
    for message in _of(MessageDelivery.LEAVING).filter(try_at__lt=now - LEFT_BEHIND):
        _end(message, MessageDelivery.UNSURE)


@transaction.atomic
def _end(message: Message, how: MessageDelivery) -> None:
    """Note that an answer leaves no more by itself, let the other side wait again, and tell who wrote it."""
    _note(message, delivery=how, try_at=None)
    wait_again(message)
    notices.give(kind=STUCK, target=str(message.thread_id), to=[message.by] if message.by else [])


def _note(message: Message, **columns: object) -> None:
    Message.objects.of(message).update(**columns)


def _of(delivery: MessageDelivery) -> CentreBound[Message]:
    found = Message.objects.everywhere(because="conversation")
    return found.filter(Q(try_at__isnull=False), delivery=delivery).select_related("thread", "by")
