"""Mail: whether the mailboxes are emptied, and whether what comes has a place to go."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.core.findings import Finding, Weight
from bereg.mailbox.mailbox_health import failing
from bereg.mailbox.mailboxes import Postbox, boxes
from bereg.mailbox.routing import NoLineError, place_of_letter, place_of_recording

PAGE = "../mail.md"


def findings() -> Iterator[Finding]:
    """Yield what is weak about mail."""
    standing = {*boxes(), Postbox.OUT}
    for state in failing(timezone.now()):
        if state.box in standing:
            yield Finding(
                f"mail_{state.box}",
                Weight.GRAVE,
                _("%(what)s: it does not work (%(fault)s).") % {"what": Postbox(state.box).label, "fault": state.fault},
                _("Look at the setting, and whether the provider has moved, filled or closed the mailbox."),
                PAGE,
            )
    if Postbox.LETTERS in standing and settings.MAIL_SERVER is None:
        yield Finding(
            "mail_no_server",
            Weight.WEAK,
            _("Letters come by mail, and no mail server is set: answers wait."),
            _("Set BEREG_MAIL_SERVER and BEREG_MAIL_SENDER."),
            PAGE,
        )
    for box in boxes():
        try:
            place_of_letter(()) if box is Postbox.LETTERS else place_of_recording("")
        except NoLineError:
            yield Finding(
                f"mail_no_line_{box}",
                Weight.GRAVE,
                _("A mailbox is set, and no centre has a line for what comes: it waits there."),
                _("Give a centre a line of the kind mailbox; for recordings, one of a telephone."),
                PAGE,
            )
