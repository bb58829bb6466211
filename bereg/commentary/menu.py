"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: what people write beside the figures of a report. Keep it short.
ENTRIES = (MenuEntry("commentary:texts", _("Report texts"), Permission.REPORT_TEXT, 103),)
