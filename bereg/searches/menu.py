"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: searches for missing people. Keep it short.
ENTRIES = (MenuEntry("searches:searches", _("Searches"), Permission.SEARCH_LEAD, 112),)
