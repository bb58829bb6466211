"""Acts of this room in words. A new act is one row here."""

from django.utils.translation import gettext_lazy as _

from bereg.audit.act_words import ActWords

ACTS = {"month.closed": ActWords(_("closed a month"))}
GROUPED = {"figures": ("month.",)}
