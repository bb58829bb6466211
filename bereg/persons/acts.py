"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the person concerned itself; a removal of the enquiry, as nothing else is left of it.
NOTED, CHANGED, JUDGED, REMOVED = "person.noted", "person.changed", "person.judged", "person.removed"
# Recorded of the person concerned: a supervisor has it now.
TAKEN_ON = "person.taken_on"
# The kind of our notice.
UNDER_18 = "person.under_18"

ACTS = {
    NOTED: ActWords(_("noted a person concerned"), _("a person concerned noted")),
    CHANGED: ActWords(_("changed what is noted of a person concerned"), _("a person concerned changed")),
    JUDGED: ActWords(
        _("judged whether a person concerned is a suspected victim"), _("judged whether somebody is a suspected victim")
    ),
    TAKEN_ON: ActWords(_("took on that somebody under 18 is concerned"), _("somebody under 18 is concerned: taken on")),
    REMOVED: ActWords(_("took a person concerned off an enquiry"), _("a person concerned taken off")),
}
GROUPED = {"enquiries": ("person.",)}
