"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the violation; a removal of the enquiry, as nothing else is left of it.
RAISED, CHANGED, REMOVED = "violation.raised", "violation.changed", "violation.removed"
LINKED, UNLINKED = "violation.linked", "violation.unlinked"

ACTS = {
    RAISED: ActWords(_("raised a violation from an enquiry"), _("a violation raised")),
    CHANGED: ActWords(_("changed a violation"), _("a violation changed")),
    REMOVED: ActWords(_("took a violation off an enquiry"), _("a violation taken off")),
    LINKED: ActWords(_("linked two violations of one firm by hand"), _("linked by hand with another enquiry")),
    UNLINKED: ActWords(_("took a link between violations back"), _("a link by hand taken back")),
}
GROUPED = {"enquiries": ("violation.",)}
