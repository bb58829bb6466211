"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Of the staff. because: the step.
MADE = "partner_link.made"
ENDED = "partner_link.ended"
# Of a partner, whom nobody knows by name. because: the step, and for an answer what it was.
USED = "partner_link.used"
ANSWERED = "partner_link.answered"
GUESSED = "partner_link.guessed"

ACTS = {
    MADE: ActWords(_("made a link for a partner"), _("link for a partner made")),
    ENDED: ActWords(_("ended a link for a partner"), _("link for a partner ended")),
    USED: ActWords(_("used a link for a partner"), _("link for a partner used")),
    ANSWERED: ActWords(_("answered by a link for a partner"), _("partner answered by a link")),
    GUESSED: ActWords(_("typed too many wrong codes at a link"), _("link ended after wrong codes")),
}
GROUPED = {"enquiries": ("partner_link.",)}
