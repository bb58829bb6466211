"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

ENTRIES = (
    MenuEntry("desk:today", _("Today"), Permission.ENQUIRY_READ, 10),
    # Translators: Menu: the work of a centre as it stands now, for its supervisor.
    MenuEntry("desk:board", _("Board"), Permission.BOARD, 15),
    MenuEntry("desk:new_enquiry", _("Enquiry"), Permission.ENQUIRY_REGISTER, 20),
    MenuEntry("desk:find", _("Find"), Permission.ENQUIRY_READ, 30),
)
