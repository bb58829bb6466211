"""When somebody was here last, as far as the audit log tells: a session that was left to run out leaves no end."""

import datetime as dt
from dataclasses import dataclass

from bereg.accounts.models import Session, User
from bereg.accounts.sessions import ended
from bereg.audit.queries import latest_on

SIGNED_IN, SIGNED_OUT = "user.signed_in", "user.signed_out"


@dataclass(frozen=True)
class LastHere:
    """at: when they signed out before this session; or signed in, where that session ended by itself."""

    at: dt.datetime
    has_signed_out: bool


def last_here(person: User) -> LastHere | None:
    """Return the last trace of somebody before the session that they are in; None: it is their first."""
    acts = latest_on(person, actions=(SIGNED_IN, SIGNED_OUT), most=2)
    return LastHere(acts[1].at, acts[1].action == SIGNED_OUT) if len(acts) > 1 else None


def signed_out_at(person: User, now: dt.datetime) -> dt.datetime | None:
    """Return when somebody signed out who is signed in nowhere; None: they are, or a session of theirs ran out.

    Who leaves a page alone may be at the telephone; who signs out says that they go.
    """
    acts = latest_on(person, actions=(SIGNED_IN, SIGNED_OUT), most=1)
    if not acts or acts[0].action != SIGNED_OUT:
        return None
    is_here = Session.objects.filter(user=person).exclude(pk__in=ended(now)).exists()
    return None if is_here else acts[0].at
