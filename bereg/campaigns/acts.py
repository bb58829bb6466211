"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

CAMPAIGN_SET_UP = "campaign.set_up"
CAMPAIGN_CHANGED = "campaign.changed"
# because: the kind.
MATERIAL_MADE = "campaign.material_made"
MATERIAL_CHANGED = "campaign.material_changed"
MATERIAL_PICTURED = "campaign.material_pictured"
PLACE_WRITTEN = "campaign.place_written"
PLACE_CHANGED = "campaign.place_changed"
GIVEN_OUT = "campaign.given_out"
CORRECTED = "campaign.distribution_corrected"
REMOVED = "campaign.distribution_removed"
# because: how many rows.
LIST_TAKEN_IN = "campaign.list_taken_in"

ACTS = {
    CAMPAIGN_SET_UP: ActWords(_("set up a campaign")),
    CAMPAIGN_CHANGED: ActWords(_("changed a campaign")),
    MATERIAL_MADE: ActWords(_("wrote down a material of a campaign")),
    MATERIAL_CHANGED: ActWords(_("changed a material of a campaign")),
    MATERIAL_PICTURED: ActWords(_("kept the picture of a material")),
    PLACE_WRITTEN: ActWords(_("wrote down a place of distribution")),
    PLACE_CHANGED: ActWords(_("changed a place of distribution")),
    GIVEN_OUT: ActWords(_("wrote down what was given out")),
    CORRECTED: ActWords(_("corrected what was given out")),
    REMOVED: ActWords(_("removed what was given out by mistake")),
    LIST_TAKEN_IN: ActWords(_("took in a distributor's list")),
}
GROUPED = {"figures": ("campaign.",)}
