"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ASSIGNED = "enquiry.assigned"  # because: the id of whom it is assigned to
WRITTEN = "entry.written"
JOINED = "enquiry.contact_joined"  # because: "code_word" where the caller said it

ACTS = {
    "enquiry.registered": ActWords(_("registered an enquiry"), _("registered")),
    "enquiry.corrected": ActWords(_("corrected an enquiry"), _("corrected")),
    "enquiry.closed": ActWords(_("closed an enquiry"), _("closed")),
    "enquiry.reopened": ActWords(_("reopened an enquiry"), _("reopened")),
    JOINED: ActWords(_("recorded a further contact"), _("further contact recorded")),
    WRITTEN: ActWords(_("wrote down what was said at a further contact"), _("wrote down what was said")),
    ASSIGNED: ActWords(_("assigned an enquiry"), _("assigned to"), names_person=True),
    "enquiry.consent_withdrawn": ActWords(
        _("recorded that consent was withdrawn"), _("consent withdrawn: answers and texts erased")
    ),
    "draft.discarded": ActWords(_("discarded a draft")),
    "refused.code_word": ActWords(_("tried a code word that no enquiry has")),
}
GROUPED = {
    "enquiries": ("enquiry.", "entry.", "draft."),
    "refused": ("refused.code_word",),
}
