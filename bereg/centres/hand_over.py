"""What of every room the next shift has to know of at one centre, on *Today* and beside the note that is written to it.

A room says it in its module `hand_over`, as `hand_over(person, centre, now, with_own)`, found by that name. It shows
nobody what they could not see anyway, and opens nothing. with_own: what stays behind of the reader's own too, for
whoever writes the note; on *Today* that stands under what they are to do.
"""

import datetime as dt
from collections.abc import Callable

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.core.concerns import said
from bereg.core.panels import Panel

Says = Callable[[User, Centre, dt.datetime, bool], Panel | None]


def handed_over(person: User, centre: Centre, now: dt.datetime, *, with_own: bool = False) -> list[Panel]:
    """Return what every room has that stays behind."""
    says: list[Says] = list(said("hand_over", "hand_over"))
    return [panel for each in says if (panel := each(person, centre, now, with_own))]
