"""What this room offers in the main navigation: below the name, as it is written now and then."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: lectures, joint consultations, seminars. Keep it short.
ENTRIES = (MenuEntry("outreach:events", _("Outreach"), Permission.OUTREACH, 106),)
