"""The people of the demonstration: one a role and centre."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation

from bereg.accounts import actions as accounts
from bereg.accounts.demonstration import ACCOUNTS
from bereg.accounts.roles import Role
from bereg.centres import staffing
from bereg.console.demonstration.founding import Site


def hire(sites: Mapping[str, Site]) -> None:
    """Create every account at its centre; the operator of a centre becomes the author of its records."""
    with translation.override(settings.LANGUAGE_CODE):
        for account in ACCOUNTS:
            user = accounts.create_user(
                id=account.id,
                username=account.username,
                name=account.name,
                role=account.role,
                password=account.password,
                language=settings.LANGUAGE_CODE,
                by=None,
            )
            staffing.add_member(user=user, centre=sites[account.place].centre, by=None)
            if account.role == Role.OPERATOR:
                sites[account.place].operator = user
