"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import Entry
from bereg.accounts.permissions import Permission

ENTRIES = (Entry("consultations:consultations", _("Consultations"), Permission.CONSULT, 35),)
