"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: the alarms that were raised.
ENTRIES = (MenuEntry("dangers:dangers", _("Alarms"), Permission.DANGER, 110),)
