"""The people of the demonstration: one a role and centre."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import translation

from bereg.accounts.actions import create_user
from bereg.accounts.demonstration import ACCOUNTS, DEMONSTRATION_PASSWORD
from bereg.accounts.roles import Role
from bereg.centres.queries import all_centres
from bereg.centres.staffing import add_member


def hire() -> None:
    """Create every account at its centre."""
    hashed = make_password(DEMONSTRATION_PASSWORD)  # once: a good hash is slow, and all share this password
    centres = {centre.code: centre for centre in all_centres()}
    with translation.override(settings.LANGUAGE_CODE):
        for account in ACCOUNTS:
            user = create_user(
                id=account.id,
                username=account.username,
                name=account.name,
                role=account.role,
                password=hashed,
                is_hashed=True,
                language=settings.LANGUAGE_CODE,
                by=None,
            )
            add_member(user=user, centre=centres[account.place], by=None)


def operator_of(code: str) -> UUID:
    """Return the id of the operator who is the author of a centre's records."""
    return one_of(code, Role.OPERATOR)


def one_of(code: str, role: Role) -> UUID:
    """Return the id of a centre's person of a role."""
    return next(account.id for account in ACCOUNTS if (account.place, account.role) == (code, role))
