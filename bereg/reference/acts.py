"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the entry. `because`: the number of the version.
WRITTEN, CHECKED, PUBLISHED = "reference.written", "reference.checked", "reference.published"
RENEWED, WITHDRAWN, GIVEN = "reference.renewed", "reference.withdrawn", "reference.given"
# `because`: the code of what is wrong.
REPORTED, SETTLED = "reference.reported", "reference.report_settled"
# Recorded of the list that was taken in.
LIST_TAKEN = "reference.list_taken"

ACTS = {
    WRITTEN: ActWords(_("wrote a reference entry")),
    CHECKED: ActWords(_("checked a reference entry")),
    PUBLISHED: ActWords(_("published a reference entry")),
    RENEWED: ActWords(_("confirmed that a reference entry is still true")),
    WITHDRAWN: ActWords(_("withdrew a reference entry")),
    GIVEN: ActWords(_("gave a reference entry to another owner")),
    REPORTED: ActWords(_("reported an error in a reference entry")),
    SETTLED: ActWords(_("settled reported errors in a reference entry")),
    LIST_TAKEN: ActWords(_("took a list of a register in")),
}
GROUPED = {"reference": ("reference.",)}
