"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: what went to each body outside, and what it answered. Keep it short.
ENTRIES = (MenuEntry("referrals:bodies", _("Recipients"), Permission.DISPATCH_AGREE, 103),)
