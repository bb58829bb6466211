"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

ENTRIES = (MenuEntry("recommendations:recommendations", _("Recommendations"), Permission.REPORT_TEXT, 105),)
