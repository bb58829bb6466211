"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

OPENED = "search.opened"
CHANGED = "search.changed"
GIVEN = "search.given"
REVIEWED = "search.reviewed"
COMPARED = "search.compared"
ASKED = "search.asked"
# On the enquiry of the person found; whoever works with the relative sees none of these.
ANSWERED = "search.answered"
WORDED = "search.worded"
DECIDED = "search.decided"
TOLD = "search.told"
CLOSED = "search.closed"
FINDABLE = "findable.agreed"
UNFINDABLE = "findable.withdrawn"  # because: “replayed” where a restored backup had brought the agreement back

ACTS = {
    OPENED: ActWords(_("began a search for a missing person"), _("search for a missing person")),
    CHANGED: ActWords(_("changed a search for a missing person")),
    GIVEN: ActWords(_("gave a search to a lawyer")),
    REVIEWED: ActWords(_("looked through a search")),
    COMPARED: ActWords(_("compared a search with people who agreed to be found")),
    ASKED: ActWords(_("asked a centre whether the person wants to be found")),
    ANSWERED: ActWords(_("noted the answer of a person who is looked for")),
    WORDED: ActWords(_("wrote what is to be told for somebody who cannot answer")),
    DECIDED: ActWords(_("decided with a second person for somebody who cannot answer")),
    TOLD: ActWords(_("told a relative what the person found agreed to")),
    CLOSED: ActWords(_("closed a search for a missing person")),
    FINDABLE: ActWords(_("noted that somebody agrees to be found"), _("agrees to be found")),
    UNFINDABLE: ActWords(_("noted that somebody does not agree to be found any more"), _("agrees to be found no more")),
}
GROUPED = {"enquiries": ("search.", "findable.")}
