"""What is late, for the board of a centre."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.board import BoardCard, Headline, up_to
from bereg.centres.load import LoadColumn
from bereg.centres.models import Centre
from bereg.tasks.choices import TaskKind
from bereg.tasks.due import time_of
from bereg.tasks.models import Task
from bereg.tasks.queries import late_at, load_at, shown
from bereg.tasks.wording import whom

MOST_LATE = 200  # looked at: what is late beyond that changes no plan, and a board asks every minute
MOST_SHOWN = 6
MOST_EACH = 200  # counted for a colleague, for the same reason


@dataclass(frozen=True)
class LateLine:
    task: Task
    whom: str
    late: str


def card(person: User, centre: Centre, now: dt.datetime) -> BoardCard:
    """Say how many tasks are late, of which kinds, which for the longest, and how many each colleague has."""
    late = late_at(centre, person, now)
    looked_at = list(late.values_list("pk", "kind")[: MOST_LATE + 1])
    count, kinds = len(looked_at), Counter(kind for _pk, kind in looked_at)
    longest = shown(late, [pk for pk, _kind in looked_at[:MOST_SHOWN]])
    lines = [LateLine(each, whom(each), time_of(each).words(now)) for each in longest]
    headline = Headline(
        figure=up_to(count, MOST_LATE),
        words=ngettext("task late", "tasks late", count),
        more=_("the oldest: %(late)s") % {"late": lines[0].late} if lines else "",
        state="late" if count else "",
    )
    shows = {
        "lines": lines,
        "kinds": [(TaskKind(kind).label, number) for kind, number in kinds.most_common()],
        "is_cut": count > MOST_LATE,
        "most": MOST_LATE,
        "centre": centre,
    }
    load = LoadColumn(20, _("Open tasks"), load_at(centre, person, MOST_EACH), MOST_EACH)
    return BoardCard(30, "tasks/board.html", shows, (headline,), load=load)
