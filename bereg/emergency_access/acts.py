"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {
    "break_glass.opened": ActWords(_("opened one record in an emergency")),
    "break_glass.ended": ActWords(_("ended the opening of a record in an emergency")),
    "break_glass.reviewed": ActWords(_("reviewed the opening of a record in an emergency")),
    "refused.break_glass": ActWords(_("was refused to open a record in an emergency")),
}
REFUSALS = ("refused.break_glass",)  # of what somebody had no right to
GROUPED = {"reading": ("break_glass.", "refused.break_glass")}
