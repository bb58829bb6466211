"""Whose password, second factor or link to a new password was not made by this program, and what to do about it."""

import datetime as dt
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext as _

from bereg.accounts import one_time_links, proofs
from bereg.accounts.acts import PLANTED, PLANTED_SESSION
from bereg.accounts.models import Reset, User
from bereg.audit import actions as audit
from bereg.audit import queries
from bereg.core.program_name import as_called


def is_genuine(factor: Authenticator) -> bool:
    """Tell whether this program has set a factor for this person as it stands. Raise VaultLocked."""
    return proofs.holds_for_factor(factor.user_id, factor.type, factor.data)


def tell_planted(user: User) -> None:
    """Record that somebody was refused who has factors that this program has not set."""
    for each in Authenticator.objects.filter(user=user):
        if not is_genuine(each):
            audit.refused(PLANTED, target=user, by=None, because=each.type)


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
    for link in one_time_links.planted(Reset.objects.select_related("user")):
        yield _(
            "A link to a new password of %(name)s was not made by this program, or was changed: "
            "run `%(program)s people reset %(name)s`, and use the link that it prints."
        ) % {"name": link.user.username, "program": as_called()}


def refused_since(since: dt.datetime) -> list[str]:
    """Return the user names of those whose sign-in was refused for it, and who were not given a new one afterwards."""
    refused = queries.targets_since(PLANTED, since, only=~Q(because__in=[one_time_links.LINK, PLANTED_SESSION]))
    people = User.objects.filter(pk__in=refused).order_by("username")
    return [each.username for each in people if not queries.has_act_on(each, "user.reset", since=refused[str(each.pk)])]


def tried_since(because: str, since: dt.datetime) -> bool:
    """Tell whether somebody came with a link or a session that was planted: whom it is of needs nothing new."""
    return bool(queries.targets_since(PLANTED, since, only=Q(because=because)))
