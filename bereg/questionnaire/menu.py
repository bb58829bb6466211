"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

ENTRIES = (MenuEntry("questionnaire:current", _("Questionnaire"), Permission.QUESTIONNAIRE_READ, 125),)
