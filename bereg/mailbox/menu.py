"""What this room offers in the navigation: below what is done daily, as there is seldom anything."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope


def _answers_all(person: User) -> bool:
    return person.scope(Permission.CONVERSE) == Scope.CENTRE


ENTRIES = (
    # Translators: Menu: letters that were kept as they came, as they may harm. Keep it short.
    MenuEntry("mailbox:quarantine", _("Quarantine"), Permission.CONVERSE, 128, shown=_answers_all),
)
