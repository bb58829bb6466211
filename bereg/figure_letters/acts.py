"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

RECIPIENT_SET_UP = "figure_letter.recipient_set_up"
RECIPIENT_CHANGED = "figure_letter.recipient_changed"
RECIPIENT_ENDED = "figure_letter.recipient_ended"
INDICATOR_WRITTEN = "figure_letter.indicator_written"
INDICATOR_REMOVED = "figure_letter.indicator_removed"
# because: what the recipient gets.
DRAFTED = "figure_letter.drafted"
REWRITTEN = "figure_letter.rewritten"
SIGNED = "figure_letter.signed"
UNSIGNED = "figure_letter.unsigned"
STOPPED = "figure_letter.stopped"
# because: the way.
SENT = "figure_letter.sent"
ANSWERED = "figure_letter.answered"
# because: the file.
TAKEN = "figure_letter.file_taken"

ACTS = {
    RECIPIENT_SET_UP: ActWords(_("set up a recipient of figures")),
    RECIPIENT_CHANGED: ActWords(_("changed a recipient of figures")),
    RECIPIENT_ENDED: ActWords(_("ended the sending of figures to a recipient")),
    INDICATOR_WRITTEN: ActWords(_("wrote an indicator of a funder")),
    INDICATOR_REMOVED: ActWords(_("removed an indicator of a funder")),
    DRAFTED: ActWords(_("drafted a letter with figures")),
    REWRITTEN: ActWords(_("rewrote a letter with figures")),
    SIGNED: ActWords(_("signed a letter with figures")),
    UNSIGNED: ActWords(_("took back a signature on a letter with figures")),
    STOPPED: ActWords(_("decided that a letter with figures is not sent")),
    SENT: ActWords(_("sent a letter with figures")),
    ANSWERED: ActWords(_("noted the answer to a letter with figures")),
    TAKEN: ActWords(_("took a file of a letter with figures")),
}
GROUPED = {"figures": ("figure_letter.",)}
