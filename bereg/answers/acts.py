"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of what was told or ticked, without saying what.
NOTED, TICKED = "told.noted", "told.sign_ticked"

ACTS = {
    NOTED: ActWords(_("noted which answer was told or sent"), _("an answer told or sent")),
    TICKED: ActWords(_("ticked a warning sign of an agency"), _("a warning sign of an agency ticked")),
}
GROUPED = {"enquiries": ("told.",)}
