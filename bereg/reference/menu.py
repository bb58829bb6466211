"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission


def _sees_cases(person: User) -> bool:
    return person.may(Permission.ENQUIRY_READ)


def _sees_no_case(person: User) -> bool:
    return not _sees_cases(person)


# Translators: Menu: where guides and the directory are written, checked and published. Keep it short.
_WORKSHOP = _("Reference")
ENTRIES = (
    # Translators: Menu: what can be looked up during a call, such as guides, services, agencies. Keep it short.
    MenuEntry("reference:answers", _("Answers"), Permission.REFERENCE_READ, 36),
    # An editor begins the day in the workshop; for others it stands under the name.
    MenuEntry("reference:entries", _WORKSHOP, Permission.REFERENCE_WRITE, 34, shown=_sees_no_case),
    MenuEntry("reference:entries", _WORKSHOP, Permission.REFERENCE_WRITE, 115, shown=_sees_cases),
    MenuEntry("reference:entries", _WORKSHOP, Permission.REFERENCE_CHECK, 115),
    # Translators: Menu: lists of agencies, quotas and organisations that came in. Keep it short.
    MenuEntry("reference:lists", _("Lists of registers"), Permission.REFERENCE_PUBLISH, 116),
)
