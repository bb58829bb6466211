"""What this room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bereg.accounts.menu import MenuEntry
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission


def _sees_cases(person: User) -> bool:
    return person.may(Permission.ENQUIRY_READ)


def _sees_no_case(person: User) -> bool:
    return not _sees_cases(person)


def _gives_out_alone(person: User) -> bool:
    return not person.may(Permission.CAMPAIGN)


# Translators: Menu: information campaigns with leaflets, stickers, radio spots. Keep it short.
_CAMPAIGNS = _("Campaigns")
# Translators: Menu: where a distributor writes what was given out in the street. Keep it short.
_GIVEN = _("Given out")
ENTRIES = (
    # Whoever looks after campaigns comes to these two from the page of the campaigns.
    MenuEntry("campaigns:give", _GIVEN, Permission.DISTRIBUTE, 10, shown=_gives_out_alone),
    MenuEntry("campaigns:places", _("Places"), Permission.DISTRIBUTE, 20, shown=_gives_out_alone),
    MenuEntry("campaigns:campaigns", _CAMPAIGNS, Permission.CAMPAIGN, 58, shown=_sees_no_case),
    # For who sees cases it stands under the name.
    MenuEntry("campaigns:campaigns", _CAMPAIGNS, Permission.CAMPAIGN, 106, shown=_sees_cases),
)
