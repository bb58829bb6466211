"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

# Translators: Menu: what can be looked up during a call, such as guides, services, agencies. Keep it short.
ENTRIES = (
    MenuEntry("reference:answers", _("Answers"), Permission.REFERENCE_READ, 36),
    # Translators: Menu: lists of agencies, quotas and organisations that came in. Keep it short.
    MenuEntry("reference:lists", _("Lists of registers"), Permission.REFERENCE_PUBLISH, 116),
)
