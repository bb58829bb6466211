"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

NOTED = "referral.outcome_noted"
REMOVED = "referral.outcome_removed"
CAME_IN = "referral.came_in"
FOLLOWED = "referral.followed_up"

ACTS = {
    NOTED: ActWords(_("noted what came of a referral"), _("what came of a referral noted")),
    REMOVED: ActWords(_("removed what came of a referral"), _("what came of a referral removed")),
    CAME_IN: ActWords(_("noted which partner referred somebody to us"), _("referred to us by a partner")),
    FOLLOWED: ActWords(_("promised to follow a referral up"), _("referral to be followed up")),
}
GROUPED = {"enquiries": ("referral.",)}
