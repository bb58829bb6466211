"""Who waits for an answer and with whom open enquiries are, for the board of a centre."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.board import BoardCard, Headline, how_long, up_to
from bereg.centres.load import LoadColumn
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import load_at, unanswered_at

MOST_WAITING = 200  # looked at
MOST_SHOWN = 5
MOST_EACH = 200  # counted for a colleague: a board asks every minute


@dataclass(frozen=True)
class WaitingLine:
    enquiry: Enquiry
    since: str


def card(person: User, centre: Centre, now: dt.datetime) -> BoardCard:
    """Say who has waited longest for what was promised, and how many open enquiries each colleague has."""
    waiting = list(unanswered_at(centre, person)[: MOST_WAITING + 1])
    lines = [WaitingLine(each, how_long(now - each.opened_at)) for each in waiting[:MOST_SHOWN]]
    headline = Headline(
        figure=up_to(len(waiting), MOST_WAITING),
        words=ngettext("enquiry unanswered", "enquiries unanswered", len(waiting)),
        more=_("the oldest for %(time)s") % {"time": lines[0].since} if lines else "",
        state="soon" if lines else "",
    )
    load = LoadColumn(10, _("Open enquiries"), load_at(centre, person, MOST_EACH), MOST_EACH)
    return BoardCard(40, "enquiries/board.html", {"lines": lines}, (headline,), load=load)
