"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts import setting_up
from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

ENTRIES = (
    MenuEntry("centres:setting_up", _("Setting up"), Permission.KEYS, 105, shown=setting_up.is_open),
    MenuEntry("centres:people", _("People"), Permission.STAFF_MANAGE, 110),
    MenuEntry("centres:centres", _("Centres"), Permission.CENTRE_MANAGE, 120),
)
