"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

UPLOADED, TRIED, STOPPED, DONE = "import.uploaded", "import.tried", "import.stopped", "import.done"
MAPPED, REJECTS, DISCARDED = "import.mapped", "import.rejects_downloaded", "import.discarded"

ACTS = {
    UPLOADED: ActWords(_("uploaded an old register")),
    MAPPED: ActWords(_("changed what the columns of an old register mean")),
    TRIED: ActWords(_("tried the import of an old register")),
    STOPPED: ActWords(_("stopped the import of an old register")),
    DONE: ActWords(_("imported an old register")),
    REJECTS: ActWords(_("downloaded the rejected rows of an old register")),
    DISCARDED: ActWords(_("discarded an uploaded register")),
}
GROUPED = {"enquiries": ("import.",)}
