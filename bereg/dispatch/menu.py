"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission


def _has_room(person: User) -> bool:
    return not person.may(Permission.BOARD)


# Translators: Menu: referrals, rescue requests and letters that leave the house. Keep it short.
_OUTGOING = _("Outgoing")
ENTRIES = (
    MenuEntry("dispatch:outgoing", _OUTGOING, Permission.DISPATCH_DRAFT, 38, shown=_has_room),
    MenuEntry("dispatch:outgoing", _OUTGOING, Permission.BOARD, 102),
)
