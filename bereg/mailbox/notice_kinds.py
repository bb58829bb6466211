"""What this room lets people know of. No address and no word of a letter: a notice may stand on an open screen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.mailbox.acts import FAILED, QUARANTINED, STUCK
from bereg.mailbox.mailboxes import Postbox


def _failed(box: str) -> str:
    if box == Postbox.OUT:
        return _("Answers by mail do not leave: the mail server takes none. They wait here, and are tried again.")
    if box == Postbox.RECORDINGS:
        return _("The mailbox of recordings cannot be emptied. Recordings wait there; nothing is lost.")
    return _("The mailbox of letters cannot be emptied. Letters wait there; nothing is lost.")


NOTICE_KINDS = (
    NoticeKind(
        QUARANTINED,
        lambda _target: _("A letter is in quarantine, as it could not be read safely."),
        lambda _target: reverse("mailbox:quarantine"),
        is_alarm=True,
    ),
    NoticeKind(
        STUCK,
        lambda _target: _("An answer of yours by mail has not arrived, or may not have."),
        lambda target: reverse("conversations:thread", args=[target]),
        is_alarm=True,
    ),
    NoticeKind(FAILED, _failed, lambda _box: "", is_alarm=True),
)
