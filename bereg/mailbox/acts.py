"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

CAME, QUARANTINED, SENT, LOST = "mail.came", "mail.quarantined", "mail.sent", "mail.lost"
STUCK, FAILED = "mail.stuck", "mail.failed"  # what people are told, and no acts

ACTS = {
    CAME: ActWords(_("kept a file that came with a letter, or a recording")),
    QUARANTINED: ActWords(_("put a letter into quarantine")),
    SENT: ActWords(_("handed an answer to the mail server")),
    LOST: ActWords(_("noted a call that ended before a message was left")),
}
GROUPED = {"enquiries": ("mail.",)}
