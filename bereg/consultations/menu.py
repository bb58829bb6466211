"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission

_CONSULTATIONS = _("Consultations")


def _answers_calls(person: User) -> bool:
    return person.may(Permission.ENQUIRY_TAKE_OVER)


def _advises(person: User) -> bool:
    return not _answers_calls(person)


ENTRIES = (
    MenuEntry("consultations:consultations", _CONSULTATIONS, Permission.CONSULT, 35, shown=_advises),
    # Operators advise now and then: the six that they use all day leave no room in the row.
    MenuEntry("consultations:consultations", _CONSULTATIONS, Permission.CONSULT, 104, shown=_answers_calls),
)
