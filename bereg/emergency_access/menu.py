"""What this room offers beside the page of approvals: the navigation has no room for it."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.permissions import Permission

BESIDE_APPROVALS = (
    MenuEntry("emergency_access:glass_reviews", _("Emergency access"), Permission.BREAK_GLASS_REVIEW, 10),
)
