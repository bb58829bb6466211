"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: bringing the records of an old register in.
ENTRIES = (MenuEntry("importing:imports", _("Import"), Permission.IMPORT, 125),)
