"""Who is on duty, for the board of a centre."""

import datetime as dt

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.board import BoardCard
from bereg.centres.models import Centre
from bereg.shifts.on_duty import on_duty


def card(person: User, centre: Centre, now: dt.datetime) -> BoardCard:
    """Say who is on duty, until when, and who holds the telephone that is answered day and night."""
    shifts = on_duty(centre, now)
    shows = {
        "on_duty": shifts,
        "has_telephone": any(each.has_telephone for each in shifts),
        "may_plan": person.may(Permission.ROSTER),
    }
    return BoardCard(20, "shifts/board.html", shows)
