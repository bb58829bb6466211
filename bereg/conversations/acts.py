"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

BEGUN, CAME = "thread.begun", "thread.came"
TAKEN, GIVEN, LEFT = "thread.taken", "thread.given", "thread.left"
ANSWERED, NOTED, CLOSED = "thread.answered", "thread.noted", "thread.closed"
GROWN, ERASED, URGENT = "thread.grown", "thread.erased", "thread.urgent"

ACTS = {
    BEGUN: ActWords(_("wrote to us, or left a recording")),
    CAME: ActWords(_("wrote to us again")),
    TAKEN: ActWords(_("took a letter or question to answer it")),
    GIVEN: ActWords(_("handed a letter or question to a colleague")),
    LEFT: ActWords(_("put a letter or question back")),
    ANSWERED: ActWords(_("answered a letter or question")),
    NOTED: ActWords(_("noted the language or the topics of a letter or question")),
    CLOSED: ActWords(_("closed a letter or question")),
    GROWN: ActWords(_("began an enquiry from a letter or question")),
    ERASED: ActWords(_("erased a letter or question")),
}
GROUPED = {"enquiries": ("thread.",)}
