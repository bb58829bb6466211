"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission


def _sees_cases(person: User) -> bool:
    return person.may(Permission.ENQUIRY_READ)


def _sees_no_case(person: User) -> bool:
    return not _sees_cases(person)


def _has_room(person: User) -> bool:
    return not person.may(Permission.BOARD)


# Translators: Menu: what can be looked up during a call, such as guides, services, agencies. Keep it short.
_ANSWERS = _("Answers")
# Translators: Menu: where guides and the directory are written, checked and published. Keep it short.
_WORKSHOP = _("Reference")
ENTRIES = (
    # Who has the board and the figures has no room left in the row: there it stands first under the name.
    MenuEntry("reference:answers", _ANSWERS, Permission.REFERENCE_READ, 36, shown=_has_room),
    MenuEntry("reference:answers", _ANSWERS, Permission.BOARD, 101),
    # Who sees no case begins the day with what waits of theirs; on the *Today* of others that is one thing among many.
    MenuEntry("reference:today", _("Today"), Permission.REFERENCE_WRITE, 10, shown=_sees_no_case),
    # For who sees cases the workshop stands under the name.
    MenuEntry("reference:entries", _WORKSHOP, Permission.REFERENCE_WRITE, 34, shown=_sees_no_case),
    MenuEntry("reference:entries", _WORKSHOP, Permission.REFERENCE_WRITE, 115, shown=_sees_cases),
    MenuEntry("reference:entries", _WORKSHOP, Permission.REFERENCE_CHECK, 115),
    # Translators: Menu: lists of agencies, quotas and organisations that came in. Keep it short.
    MenuEntry("reference:lists", _("Lists of registers"), Permission.REFERENCE_PUBLISH, 116),
)
