"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: covering letters with figures to whoever gets them. Keep it short.
ENTRIES = (MenuEntry("figure_letters:letters", _("Letters with figures"), Permission.FIGURE_LETTER, 104),)
