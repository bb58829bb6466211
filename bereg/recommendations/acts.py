"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

WRITTEN = "recommendation.written"
CHANGED = "recommendation.changed"
REMOVED = "recommendation.removed"
# because: the step.
NOTED = "recommendation.step_noted"
UNNOTED = "recommendation.step_removed"

ACTS = {
    WRITTEN: ActWords(_("wrote a recommendation")),
    CHANGED: ActWords(_("changed a recommendation")),
    REMOVED: ActWords(_("removed a recommendation")),
    NOTED: ActWords(_("noted what became of a recommendation")),
    UNNOTED: ActWords(_("removed a note of what became of a recommendation")),
}
GROUPED = {"figures": ("recommendation.",)}
