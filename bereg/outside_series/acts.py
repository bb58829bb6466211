"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the series.
SET_UP, CHANGED, TAKEN = "outside_series.set_up", "outside_series.changed", "outside_series.taken"

ACTS = {
    SET_UP: ActWords(_("set up a series of another body")),
    CHANGED: ActWords(_("changed a series of another body")),
    TAKEN: ActWords(_("took values of another body in")),
}
GROUPED = {"figures": ("outside_series.",)}
