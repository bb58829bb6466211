"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

ENTRIES = (
    MenuEntry("desk:today", _("Today"), Permission.ENQUIRY_READ, 10),
    MenuEntry("desk:new_enquiry", _("Enquiry"), Permission.ENQUIRY_REGISTER, 20),
    MenuEntry("desk:find", _("Find"), Permission.ENQUIRY_READ, 30),
    MenuEntry("desk:audit", _("Acts"), Permission.AUDIT_READ, 140),
    MenuEntry("desk:retention", _("Retention"), Permission.RETENTION, 150),
)
