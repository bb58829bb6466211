"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the series.
SET_UP, CHANGED, TAKEN = "outside_series.set_up", "outside_series.changed", "outside_series.taken"
TAKEN_OFF = "outside_series.taken_off"

ACTS = {
    SET_UP: ActWords(_("set up a series of another body")),
    CHANGED: ActWords(_("changed a series of another body")),
    TAKEN: ActWords(_("took values of another body in")),
    TAKEN_OFF: ActWords(_("took a value of another body off")),
}
GROUPED = {"figures": ("outside_series.",)}
