"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import Entry
from bereg.accounts.permissions import Permission

ENTRIES = (
    Entry("centres:people", _("People"), Permission.STAFF_MANAGE, 110),
    Entry("centres:centres", _("Centres"), Permission.CENTRE_MANAGE, 120),
)
