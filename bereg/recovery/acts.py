"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {
    "backup.drilled": ActWords(_("tried a backup")),
    "installation.restored": ActWords(_("restored from a backup")),
}
GROUPED = {"machine": ("backup.", "installation.")}
