"""Emptying a mailbox: each letter is fetched, stored, and only then taken away. Whatever stops it loses none."""

import logging
from itertools import islice

from django.utils import timezone

from bereg.core.storage_errors import is_failure
from bereg.mailbox.imap import PIECE_B, OpenMailbox, Waiting
from bereg.mailbox.letter_limits import LARGEST_B
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.quarantine_reasons import QuarantineReason
from bereg.mailbox.routing import NoLineError
from bereg.mailbox.storing import CameByMail, is_taken, keep, keep_apart
from bereg.retention import clock

logger = logging.getLogger(__name__)
_MOST_PIECES = LARGEST_B // PIECE_B + 1


def empty(mailbox: OpenMailbox, box: Postbox) -> int:
    """Store whatever waits. Return how many letters. Raise MailboxFailedError, NotStoredError, NoLineError."""
    taken = 0
    for letter in mailbox.waiting():
        if is_taken(box, mailbox.validity, letter.uid) or _take(mailbox, box, letter):
            _take_away(mailbox, box, letter)
            taken += 1
    return taken


def delete_old(mailbox: OpenMailbox) -> int:
    """Delete what was taken 30 days ago; where the clock is doubted nothing. Raise MailboxFailedError."""
    try:
        clock.demand()
    except clock.ClockDoubtedError:
        return 0
    return mailbox.delete_old(timezone.now().date())


def _take_away(mailbox: OpenMailbox, box: Postbox, letter: Waiting) -> None:
    # A voice tells more of somebody than a letter, and is not to lie with a provider once it is stored here.
    is_whole = letter.size_b < _MOST_PIECES * PIECE_B
    if box is Postbox.RECORDINGS and is_whole:
        mailbox.delete([letter.uid])
    else:
        mailbox.move_away([letter.uid])


def _take(mailbox: OpenMailbox, box: Postbox, letter: Waiting) -> bool:
    """Store a letter. Return False where nothing of it is there: somebody removed it since it was listed."""
    # Of one that is too large the beginning is kept: the whole of it lies in the mailbox for 30 days more.
    raw = b"".join(islice(mailbox.pieces(letter), _MOST_PIECES))
    if not raw:
        return False
    came = CameByMail(box, mailbox.validity, letter.uid, raw)
    try:
        keep(came)
    except NoLineError:
        raise
    except Exception as problem:  # one letter may not keep the others from being read
        if is_failure(problem):  # it is none of the letter, which comes again
            raise
        logger.error("A letter is put into quarantine after %s", type(problem).__name__)
        keep_apart(came, QuarantineReason.UNREADABLE)
    return True
