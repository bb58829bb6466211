"""What happens to a practice, in words for the history of its enquiry. `because`: the id of the intern."""

from django.utils.translation import gettext_lazy as _

GIVEN, TAKEN_BACK, ACCEPTED = "practice.given", "practice.taken_back", "practice.accepted"
# Recorded of the practice itself.
MASKED, KEPT, SENT, SENT_BACK = "practice.masked", "practice.kept", "practice.sent", "practice.sent_back"

ACTS = {
    GIVEN: _("given, masked, for practice to"),
    TAKEN_BACK: _("practice taken back from"),
    ACCEPTED: _("took in a text written by"),
}
