"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the note itself.
WRITTEN, CORRECTED, TAKEN_BACK = "hand_over.written", "hand_over.corrected", "hand_over.taken_back"
# Recorded of the week.
ROSTER = "roster.written"
# Recorded of the colleague.
LANGUAGES = "languages.said"
# Recorded of the interpreter.
NOTED, CHANGED, REMOVED = "interpreter.noted", "interpreter.changed", "interpreter.removed"

ACTS = {
    WRITTEN: ActWords(_("wrote a note to the next shift")),
    CORRECTED: ActWords(_("corrected a note to the next shift")),
    TAKEN_BACK: ActWords(_("took a note to the next shift back")),
    ROSTER: ActWords(_("wrote the roster of a week")),
    LANGUAGES: ActWords(_("said which languages a colleague speaks")),
    NOTED: ActWords(_("noted an interpreter")),
    CHANGED: ActWords(_("changed what is noted of an interpreter")),
    REMOVED: ActWords(_("removed an interpreter")),
}
GROUPED = {"enquiries": ("hand_over.",), "people": ("roster.", "languages.", "interpreter.")}
