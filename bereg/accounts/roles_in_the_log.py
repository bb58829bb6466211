"""Whose account stands otherwise than the audit log says: whoever writes to the database gives a role past it.

It stops nobody. Who was given no role since the log says which, is not spoken of.
"""

import math
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import queries

GIVEN = {"user.created", "user.role_changed", "user.role_chosen", "user.role_given_back"}  # each says the role
CLOSED, REOPENED = "user.closed", "user.reopened"


def sentences() -> Iterator[str]:
    """Yield what differs, a sentence for each account that is open."""
    people = {str(each.pk): each for each in User.objects.filter(closed_at=None).order_by("username")}
    roles, closed = _as_logged(list(people.values()))
    for key, person in people.items():
        if key in closed:
            yield _("The account of %(name)s is open, although it was closed and nobody has opened it again.") % {
                "name": person.username
            }
        given = roles.get(key, person.role)
        if given != person.role:
            yield _("%(name)s has the role “%(role)s”, and was given “%(given)s”.") % {
                "name": person.username,
                "role": Role(person.role).label,
                "given": Role(given).label,
            }


def _as_logged(people: list[User]) -> tuple[dict[str, str], set[str]]:
    """Return by id the role that each was given last, where the log says it, and whose account was closed last."""
    roles, closed = dict[str, str](), set[str]()
    found = queries.acts_on(*people, actions=[*GIVEN, CLOSED, REOPENED])
    # By their place in the chain, those that wait for one last: a clock may have been set back.
    for act in sorted(found, key=lambda act: getattr(act, "seq", math.inf)):
        if act.action == CLOSED:
            closed.add(act.target)
        elif act.action == REOPENED:
            closed.discard(act.target)
        elif act.because in Role.values:
            roles[act.target] = act.because
    return roles, closed
