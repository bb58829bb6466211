"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {
    "figures.exported": ActWords(_("took figures out of the program")),
    "figures.printed": ActWords(_("printed exact figures")),
}
GROUPED = {"figures": ("figures.",)}
