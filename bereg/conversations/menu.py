"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope


def _answers_all(person: User) -> bool:
    return person.scope(Permission.CONVERSE) == Scope.CENTRE


def _answers_some(person: User) -> bool:
    return not _answers_all(person)


# Translators: Menu: letters, questions on the web and recordings that wait for an answer. Keep it short.
_INBOX = _("Inbox")
ENTRIES = (
    MenuEntry("conversations:inbox", _INBOX, Permission.CONVERSE, 25, shown=_answers_all),
    # Lawyers and psychologists answer what was handed to them, which *Today* shows: their row has no room.
    MenuEntry("conversations:inbox", _INBOX, Permission.CONVERSE, 39, shown=_answers_some),
)
