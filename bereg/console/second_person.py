"""Acts on the command line that take two persons: one asks in the browser, another one agrees there.

Nobody has signed in at the terminal, and a name typed there proves nothing. So the command takes the number of an
agreement, which the page of approvals shows to who asked.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts import approvals, kinds, queries
from bereg.accounts.permissions import Permission
from bereg.core.commands import wrong_use

KEYS = "keys"
ROTATE, ESCROW, PASSPHRASE = "rotate", "escrow", "passphrase"
WORDS = {
    ROTATE: gettext_lazy("Give the centres new keys (bereg keys rotate)"),
    ESCROW: gettext_lazy("Print the sheets of the root key (bereg keys escrow)"),
    PASSPHRASE: gettext_lazy("Change the passphrase of the vault (bereg keys passphrase)"),
}


def require_second_person(act: str, number: str) -> Any:
    """Use up the agreement of this number. Return the person who asked; None where nobody works yet.

    Raise the error for wrong use where it is no agreement that holds.
    """
    if settings.DEMONSTRATION or queries.installation_is_empty():
        return None
    if not number:
        raise wrong_use(
            _(
                "this takes two people: an administrator asks for it on the page Approvals, a second person agrees "
                "there, and the page shows the number to write after --approval."
            )
        )
    try:
        return approvals.use_number(id=UUID(number), kind=KEYS, target=act).asked_by
    except ValueError:
        raise wrong_use(_("--approval %r is no number of an agreement.") % number) from None
    except approvals.NeededError:
        raise wrong_use(
            _("--approval %s is no agreement to this that holds; ask on the page Approvals.") % number
        ) from None


APPROVAL_KIND = kinds.ApprovalKind(
    code=KEYS,
    label=gettext_lazy("the keys of the vault"),
    asks=Permission.KEYS,
    describe=lambda target: str(WORDS.get(target, target)),
    where=lambda _target: reverse("accounts:approvals"),
    command="bereg keys",
    offers=tuple(WORDS),
)
