"""Acts on the command line that take two persons: one asks under their name, another one agrees in the browser."""

from typing import Any

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


def register() -> None:
    """Make this kind of act known."""
    kinds.register(
        kinds.Kind(
            code=KEYS,
            label=gettext_lazy("the keys of the vault"),
            asks=Permission.RETENTION,
            describe=lambda target: str(WORDS.get(target, target)),
            where=lambda _target: reverse("desk:approvals"),
        )
    )


def require_second_person(act: str, username: str) -> Any:
    """Use up what a second person agreed to, or ask one. Return the person who asked; None where nobody works yet.

    Raise the error for wrong use where nobody has agreed yet.
    """
    if settings.DEMONSTRATION or queries.installation_is_empty():
        return None
    if not username:
        raise wrong_use(_("this takes two persons: say who you are with --by USER NAME."))
    by = queries.person_named(username)
    if by is None or not by.is_active:
        raise wrong_use(_("%s is nobody who works here.") % username)
    if not by.may(Permission.RETENTION):
        raise wrong_use(_("%s may not do this: an administrator or a supervisor may.") % by.name)
    try:
        approvals.use_or_alone(kind=KEYS, target=act, by=by)
    except approvals.NeededError:
        approvals.ask(kind=KEYS, target=act, by=by)
        raise wrong_use(
            _("a second person has to agree: they find the request under Approvals. Then run the same again.")
        ) from None
    return by
