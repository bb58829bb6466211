"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the consultation itself.
WRITTEN, CHANGED = "consultation.written", "consultation.changed"
# `because`: the id of the colleague.
SHARED, UNSHARED = "consultation.shared", "consultation.unshared"

ACTS = {
    WRITTEN: ActWords(_("wrote down a consultation"), _("consultation written down")),
    CHANGED: ActWords(_("changed a consultation"), _("consultation changed")),
    SHARED: ActWords(
        _("let a colleague read the note of a consultation"),
        _("the note of a consultation may be read by"),
        names_person=True,
    ),
    UNSHARED: ActWords(
        _("let a colleague no longer read the note of a consultation"),
        _("the note of a consultation may no longer be read by"),
        names_person=True,
    ),
}
GROUPED = {"enquiries": ("consultation.",)}
