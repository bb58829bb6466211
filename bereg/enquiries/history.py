"""What happened to an enquiry, in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

ASSIGNED = "enquiry.assigned"  # because: the id of whom it is assigned to

JOINED = "enquiry.contact_joined"  # because: "code_word" where the caller said it

ACTS = {
    "enquiry.registered": _("registered"),
    "enquiry.corrected": _("corrected"),
    ASSIGNED: _("assigned to"),
    "enquiry.closed": _("closed"),
    "enquiry.reopened": _("reopened"),
    JOINED: _("further contact recorded"),
    "enquiry.consent_withdrawn": _("consent withdrawn: answers and texts erased"),
}
