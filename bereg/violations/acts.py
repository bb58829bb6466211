"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the violation; a removal of the enquiry, as nothing else is left of it.
RAISED, CHANGED, REMOVED = "violation.raised", "violation.changed", "violation.removed"
LINKED, UNLINKED = "violation.linked", "violation.unlinked"
# Recorded of the notice. because: its kind.
NOTICED = "violation.noticed"
# Recorded of the check request.
ASKED, REASKED, JUDGED = "violation.check_asked", "violation.check_changed", "violation.judged_different"
CHECK_DRAFTED = "violation.check_drafted"
# The kind of our notice: another enquiry names the firm that a check waits for.
NAMED_AGAIN = "violation.named_again"

ACTS = {
    RAISED: ActWords(_("raised a violation from an enquiry"), _("a violation raised")),
    CHANGED: ActWords(_("changed a violation"), _("a violation changed")),
    REMOVED: ActWords(_("took a violation off an enquiry"), _("a violation taken off")),
    LINKED: ActWords(_("linked two violations of one firm by hand"), _("linked by hand with another enquiry")),
    NOTICED: ActWords(_("wrote a trend notice about several matters")),
    ASKED: ActWords(_("asked for a check of an address"), _("a check of an address asked for")),
    REASKED: ActWords(_("changed what a check is asked for on"), _("a check request changed")),
    JUDGED: ActWords(
        _("judged that two enquiries come from different people"), _("judged to come from somebody else than another")
    ),
    CHECK_DRAFTED: ActWords(_("drafted a check request"), _("a check request drafted")),
    UNLINKED: ActWords(_("took a link between violations back"), _("a link by hand taken back")),
}
GROUPED = {"enquiries": ("violation.",)}
