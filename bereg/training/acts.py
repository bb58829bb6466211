"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the enquiry. `because`: the id of the intern.
GIVEN, TAKEN_BACK, ACCEPTED = "practice.given", "practice.taken_back", "practice.accepted"
# Recorded of the practice itself.
MASKED, KEPT, SENT, SENT_BACK = "practice.masked", "practice.kept", "practice.sent", "practice.sent_back"

ACTS = {
    GIVEN: ActWords(
        _("gave an intern a masked enquiry for practice"), _("given, masked, for practice to"), names_person=True
    ),
    MASKED: ActWords(_("masked a text for an intern")),
    KEPT: ActWords(_("kept a draft of a practice")),
    SENT: ActWords(_("sent a draft of a practice")),
    SENT_BACK: ActWords(_("sent a draft of a practice back")),
    ACCEPTED: ActWords(_("took an intern's draft into an enquiry"), _("took in a text written by"), names_person=True),
    TAKEN_BACK: ActWords(_("took a practice back"), _("practice taken back from"), names_person=True),
}
GROUPED = {"enquiries": ("practice.",)}
