"""What this room offers in the main navigation: below the name."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: what other bodies count, such as permits issued. Keep it short.
ENTRIES = (MenuEntry("outside_series:all_series", _("Other bodies' series"), Permission.FIGURES_READ, 107),)
