"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ASSIGNED = "enquiry.assigned"  # because: the id of whom it is assigned to
WRITTEN = "entry.written"
RECEIVED = "enquiry.received"
# because: “replayed” where a restored backup had brought it back, “released” where a hold had kept what is erased now.
CONSENT_WITHDRAWN = "enquiry.consent_withdrawn"
CONSENT_WITHDRAWN_HELD = "enquiry.consent_withdrawn_held"
JOINED = "enquiry.contact_joined"  # because: "code_word" where the caller said it
MISTAKEN, TAKEN_BACK = "enquiry.mistaken", "enquiry.mistake_taken_back"  # because: one of `Mistake`
FILTER_KEPT, FILTER_RENAMED, FILTER_REMOVED = "filter.kept", "filter.renamed", "filter.removed"
FILTER_SHARED, FILTER_UNSHARED = "filter.shared", "filter.unshared"

ACTS = {
    "enquiry.registered": ActWords(_("registered an enquiry"), _("registered")),
    RECEIVED: ActWords(_("stored an enquiry that another centre passed on"), _("came from another centre")),
    "enquiry.corrected": ActWords(_("corrected an enquiry"), _("corrected")),
    "enquiry.closed": ActWords(_("closed an enquiry"), _("closed")),
    "enquiry.reopened": ActWords(_("reopened an enquiry"), _("reopened")),
    JOINED: ActWords(_("recorded a further contact"), _("further contact recorded")),
    MISTAKEN: ActWords(_("noted that an enquiry was registered by mistake"), _("registered by mistake")),
    TAKEN_BACK: ActWords(_("noted that an enquiry was no mistake after all"), _("counted again: it was no mistake")),
    WRITTEN: ActWords(_("wrote down what was said at a further contact"), _("wrote down what was said")),
    ASSIGNED: ActWords(_("assigned an enquiry"), _("assigned to"), names_person=True),
    CONSENT_WITHDRAWN: ActWords(
        _("recorded that consent was withdrawn"), _("consent withdrawn: answers and texts erased")
    ),
    CONSENT_WITHDRAWN_HELD: ActWords(
        _("recorded that consent was withdrawn from what a hold keeps"),
        _("consent withdrawn: nothing leaves any more, and a hold keeps answers and texts"),
    ),
    "draft.discarded": ActWords(_("discarded a draft")),
    FILTER_KEPT: ActWords(_("kept a filter of the list")),
    FILTER_RENAMED: ActWords(_("renamed a filter of the list")),
    FILTER_REMOVED: ActWords(_("removed a filter of the list")),
    FILTER_SHARED: ActWords(_("shared a filter of the list with the centre")),
    FILTER_UNSHARED: ActWords(_("took a filter of the list back from the centre")),
    "refused.code_word": ActWords(_("tried a code word that no enquiry has")),
}
MISSES = ("refused.code_word",)  # by which somebody may be guessing
GROUPED = {
    "enquiries": ("enquiry.", "entry.", "draft.", "filter."),
    "refused": ("refused.code_word",),
}
