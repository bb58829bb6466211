"""Who waits for an answer, in writing or by a call-back, for the board of a centre."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.board import BoardCard, Headline, how_long
from bereg.centres.models import Centre
from bereg.conversations.due import WITHIN
from bereg.conversations.queries import waiting_for

MOST_SHOWN = 6
MOST_COUNTED = 200  # what waits beyond that changes no plan, and a board asks every minute


def card(person: User, centre: Centre, now: dt.datetime) -> BoardCard:
    """Say how many wait, for how long, and who answers them. Nothing is opened."""
    waiting = list(waiting_for(person).filter(centre=centre)[:MOST_COUNTED])
    since = min((each.waiting_since for each in waiting if each.waiting_since), default=None)
    urgent = any(each.is_urgent for each in waiting)
    is_late = urgent or (since is not None and now - since > WITHIN)
    headline = Headline(
        figure=str(len(waiting)),
        words=ngettext("waits for an answer", "wait for an answer", len(waiting)),
        more=_("the oldest for %(time)s") % {"time": how_long(now - since)} if since else "",
        state="late" if is_late else "soon" if waiting else "",
    )
    lines = [
        (each, how_long(now - each.waiting_since), "late" if each.is_urgent else "soon")
        for each in waiting[:MOST_SHOWN]
        if each.waiting_since
    ]
    return BoardCard(15, "conversations/board.html", {"lines": lines}, (headline,))
