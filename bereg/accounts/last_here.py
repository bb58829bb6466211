"""When somebody was here last, as far as the audit log tells: a session that was left to run out leaves no end."""

import datetime as dt
from dataclasses import dataclass

from bereg.accounts.models import User
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
