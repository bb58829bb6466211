"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the event. because: its kind.
RECORDED, CHANGED, REMOVED = "outreach.recorded", "outreach.changed", "outreach.removed"
# Recorded of the link; a removal of the enquiry, as nothing else is left of it.
OPENED, UNLINKED = "outreach.enquiry_opened", "outreach.enquiry_unlinked"
# Recorded of the event. because: the kind of the material.
HANDED_OUT, HANDED_CORRECTED, HANDED_OFF = "outreach.handed_out", "outreach.handed_corrected", "outreach.handed_off"

ACTS = {
    RECORDED: ActWords(_("noted a lecture, joint consultation or the like")),
    CHANGED: ActWords(_("changed what is noted of outreach")),
    REMOVED: ActWords(_("took off what was noted of outreach by mistake")),
    OPENED: ActWords(_("noted at which outreach an enquiry was opened"), _("noted at which outreach it was opened")),
    UNLINKED: ActWords(_("took off at which outreach an enquiry was opened"), _("no outreach is noted any more")),
    HANDED_OUT: ActWords(_("noted what was handed out at outreach")),
    HANDED_CORRECTED: ActWords(_("corrected what was handed out at outreach")),
    HANDED_OFF: ActWords(_("took off what was noted as handed out at outreach")),
}
GROUPED = {"enquiries": ("outreach.",)}
