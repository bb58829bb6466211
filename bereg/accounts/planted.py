"""Whose password or second factor was not set by this program, and what to do about it."""

import datetime as dt
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from bereg.accounts.acts import PLANTED
from bereg.accounts.factors import is_genuine
from bereg.accounts.models import User
from bereg.audit import queries as audit
from bereg.core.program_name import as_called


def sentences() -> Iterator[str]:
    """Yield what was planted, a sentence each. Raise VaultLocked."""
    for person in User.objects.order_by("username"):
        if not person.has_own_password:
            yield _(
                "The password of %(name)s was not set by this program: run `%(program)s people reset %(name)s`."
            ) % {
                "name": person.username,
                "program": as_called(),
            }
    for factor in Authenticator.objects.select_related("user").order_by("user__username", "pk"):
        if not is_genuine(factor):
            yield _(
                "A second factor of %(name)s (%(kind)s) was not set by this program, or was changed: "
                "run `%(program)s people reset --second-factor %(name)s`."
            ) % {"name": factor.user.username, "kind": factor.type, "program": as_called()}


def refused_since(since: dt.datetime) -> list[str]:
    """Return the user names of those whose sign-in was refused for it, and who were not given a new one afterwards."""
    refused = audit.targets_since(PLANTED, since)
    people = User.objects.filter(pk__in=refused).order_by("username")
    return [each.username for each in people if not audit.has_act_on(each, "user.reset", since=refused[str(each.pk)])]
