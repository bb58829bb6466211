"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import Entry
from bereg.accounts.permissions import Permission

ENTRIES = (
    Entry("desk:today", _("Today"), Permission.ENQUIRY_READ, 10),
    Entry("desk:new_enquiry", _("Enquiry"), Permission.ENQUIRY_REGISTER, 20),
    Entry("desk:find", _("Find"), Permission.ENQUIRY_READ, 30),
    Entry("desk:audit", _("Acts"), Permission.AUDIT_READ, 140),
    Entry("desk:retention", _("Retention"), Permission.RETENTION, 150),
)
