"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# because: the kind of what leaves, for the first two and `STOPPED`.
DRAFTED = "dispatch.drafted"
REWRITTEN = "dispatch.rewritten"
# because: the ground.
SIGNED = "dispatch.signed"
UNSIGNED = "dispatch.unsigned"
# because: the way.
SENT = "dispatch.sent"
SENT_ALONE = "dispatch.sent_alone"
REMINDED = "dispatch.reminded"
# because: one of `Answer`, `Result`, `Deletion`, `Verdict`.
ANSWERED = "dispatch.answered"
ENDED = "dispatch.ended"
DELETION = "dispatch.deletion"
REVIEWED = "dispatch.reviewed"
STOPPED = "dispatch.stopped"
REVOKED = "dispatch.revoked"
PRINTED = "dispatch.printed"
# because: the format of the file.
HANDED_OUT = "dispatch.handed_out"

ACTS = {
    DRAFTED: ActWords(_("drafted what is to leave the house"), _("drafted for outside")),
    REWRITTEN: ActWords(_("rewrote what is to leave the house"), _("draft for outside rewritten")),
    SIGNED: ActWords(_("signed what is to leave the house"), _("signed for outside")),
    UNSIGNED: ActWords(_("took back a signature on what is to leave"), _("signature for outside taken back")),
    SENT: ActWords(_("sent something out of the house"), _("sent outside")),
    SENT_ALONE: ActWords(_("sent something out alone, in danger to life"), _("sent outside alone, in danger to life")),
    REMINDED: ActWords(_("reminded a recipient"), _("recipient reminded")),
    ANSWERED: ActWords(_("noted the answer of a recipient"), _("recipient answered")),
    ENDED: ActWords(_("ended what was sent out"), _("ended with the recipient")),
    DELETION: ActWords(_("noted whether a recipient deletes what it got"), _("recipient on deleting it")),
    REVIEWED: ActWords(_("reviewed what a colleague sent alone"), _("sending alone reviewed")),
    STOPPED: ActWords(_("stopped something before it left"), _("stopped before it left")),
    REVOKED: ActWords(_("revoked what has left the house"), _("revoked after it left")),
    PRINTED: ActWords(_("printed what leaves the house"), _("printed for outside")),
    HANDED_OUT: ActWords(_("downloaded a referral as a file sealed for its recipient"), _("sealed file downloaded")),
}
GROUPED = {"enquiries": ("dispatch.",)}
