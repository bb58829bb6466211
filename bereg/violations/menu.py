"""What this room offers in the navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

ENTRIES = (MenuEntry("violations:violations", _("Violations"), Permission.VIOLATION_JUDGE, 108),)
