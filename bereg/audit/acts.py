"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {
    "text.carried": ActWords(_("noted anew what stands, as months of the record were deleted")),
    "audit.pruned": ActWords(_("deleted a month of this record after three years")),
}
GROUPED = {"machine": ("audit.",)}
