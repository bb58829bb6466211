"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

OFFERED = "transfer.offered"
ACCEPTED = "transfer.accepted"
DECLINED = "transfer.declined"
WITHDRAWN = "transfer.withdrawn"
LAPSED = "transfer.lapsed"

ACTS = {
    OFFERED: ActWords(_("offered an enquiry to another centre"), _("offered to another centre")),
    ACCEPTED: ActWords(_("accepted an enquiry of another centre"), _("accepted by another centre")),
    DECLINED: ActWords(_("declined an enquiry of another centre"), _("declined unread by another centre")),
    WITHDRAWN: ActWords(_("withdrew an offer to another centre"), _("offer to another centre withdrawn")),
    LAPSED: ActWords(_("ended an offer that nobody answered"), _("no other centre answered the offer")),
}
GROUPED = {"enquiries": ("transfer.",)}
