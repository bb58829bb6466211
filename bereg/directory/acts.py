"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

# Recorded of the entry, beside the acts of its version. `because`: one of `KeyChange`.
KEY_CHANGED = "directory.key_changed"

ACTS = {KEY_CHANGED: ActWords(_("put another public key of an organisation in force"))}
GROUPED = {"reference": ("directory.",)}
