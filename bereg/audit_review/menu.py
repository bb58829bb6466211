"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: who looked at what and did what. Keep it short.
ENTRIES = (MenuEntry("audit_review:acts", _("Audit log"), Permission.AUDIT_READ, 140),)
