"""The sheets of the root key in the browser: once, on the first day, while nobody but one person was ever let in.

Whoever is alone here could print them at the machine as well; afterwards it takes two persons (decision record 0097).
"""

from django.conf import settings
from django.db import transaction

from bereg.accounts import switches
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.audit.queries import last_time
from bereg.vault import escrow, keyring
from bereg.vault.escrow_sheets import text_of

ACT = "keys.escrowed"
SHOWN = "vault.first_sheets"


class NotNowError(Exception):
    """Sheets were made before, or somebody else was let in."""


def may_be_shown() -> bool:
    """Tell whether the browser may show them."""
    is_first = User.objects.count() == 1 and not settings.DEMONSTRATION
    return is_first and not switches.is_made(SHOWN) and last_time(ACT) is None


@transaction.atomic
def make(*, by: User) -> list[str]:
    """Return the three sheets as text. Raise NotNowError, VaultLocked.

    What is written comes first, and is unique: of two pages that ask at once one gets sheets.
    """
    key = keyring.require()
    if not may_be_shown() or not switches.make(SHOWN, by=by, act="keys.sheets_shown"):
        raise NotNowError
    audit.record(ACT, target=Thing("vault.root", escrow.mark_of(key).hex()), by=by)
    return [text_of(sheet) for sheet in escrow.split(key)]
