"""The secret address of somebody's appointments: made, revoked, and whose one is."""

from django.db import transaction
from django.db.models import F

from bereg.accounts.models import User
from bereg.accounts.one_time_links import new_secret, secret_hash
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.tasks.acts import LINK_MADE, LINK_REVOKED
from bereg.tasks.models import CalendarLink


@transaction.atomic
def make_link(*, by: User) -> str:
    """Make one's link anew and return its secret, which is kept nowhere; the one before works no more."""
    secret = new_secret()
    made = {"secret_hash": secret_hash(secret), "sessions_ended": by.sessions_ended}
    CalendarLink.objects.filter(person=by).delete()
    CalendarLink.objects.create(person=by, **made)
    audit.record(LINK_MADE, target=by, by=by)
    return secret


@transaction.atomic
def revoke_link(*, by: User) -> None:
    """Let one's link work no more."""
    if CalendarLink.objects.filter(person=by).delete()[0]:
        audit.record(LINK_REVOKED, target=by, by=by)


def link_of(person: User) -> CalendarLink | None:
    """Return somebody's link, if it works."""
    return CalendarLink.objects.filter(person=person, sessions_ended=F("person__sessions_ended")).first()


def person_of(secret: str) -> User | None:
    """Return whose appointments an address shows; None: it never worked, or does no more."""
    works = CalendarLink.objects.filter(secret_hash=secret_hash(secret), sessions_ended=F("person__sessions_ended"))
    found = works.select_related("person").first()
    return found.person if found and found.person.may(Permission.TASK) else None
