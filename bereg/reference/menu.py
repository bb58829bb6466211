"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: what can be looked up during a call, such as guides, services, agencies. Keep it short.
ENTRIES = (MenuEntry("reference:answers", _("Answers"), Permission.REFERENCE_READ, 36),)
