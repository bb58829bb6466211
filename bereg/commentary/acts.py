"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

WRITTEN = "report_text.sentence_written"
CHANGED = "report_text.sentence_changed"
REMOVED = "report_text.sentence_removed"
ASKED = "report_text.asked"
PUT_OUT = "report_text.put_out"
ENDED = "report_text.ended"

ACTS = {
    WRITTEN: ActWords(_("wrote a sentence for a report")),
    CHANGED: ActWords(_("changed a sentence of a report")),
    REMOVED: ActWords(_("removed a sentence of a report")),
    ASKED: ActWords(_("showed the sentences of a report to a second person")),
    PUT_OUT: ActWords(_("published the sentences of a report")),
    ENDED: ActWords(_("took back the sentences of a report")),
}
GROUPED = {"figures": ("report_text.",)}
