"""Open conversations and talks over an installation that nobody serves yet: who writes, and who is on duty."""

import datetime as dt
import json
import sys
from uuid import uuid4

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.models import Centre, OpeningHours
from bereg.centres.queries import people_at
from bereg.conversations.choices import ThreadSource
from bereg.conversations.models import Thread
from bereg.conversations.receiving import IncomingMessage, begin
from bereg.core import row_access
from bereg.shifts.queries import week_of
from bereg.shifts.roster import Planned, write_week
from bereg.vault import actions as vault
from bereg.vault.classes import Holder
from bereg.vault.codes import new_code
from bereg.vault.unlocking import unlocked_for_demonstration
from bereg.web_questions import sessions

CENTRE, OPERATOR = "moscow", "operator.moscow"
ASKED = "They have not paid us for three months, and keep our passports. What can we do?"
A_DAY = dt.timedelta(days=1)


def make(conversations: int, talks: int) -> None:
    """Let so many conversations wait, so many of them open in a browser, and print what those browsers hold."""
    unlocked_for_demonstration()
    centre = Centre.objects.get(code=CENTRE)
    with row_access.to(row_access.EVERYWHERE):
        _be_there(centre)
        visits = [_ask(centre, has_visit=number < talks) for number in range(conversations)]
    sys.stdout.write(json.dumps([each for each in visits if each]))


def _ask(centre: Centre, *, has_visit: bool) -> dict[str, str]:
    thread = Thread(id=uuid4(), centre=centre, source=ThreadSource.WEB, language="ru")
    code = new_code()
    if has_visit:
        vault.admit(thread, Holder.RECEIPT, code)
    begin(thread, IncomingMessage(ASKED))
    if not has_visit:
        return {}
    visit = sessions.begin(thread, vault.prove(thread, code))
    return {"thread": str(thread.pk), "cookie": visit.cookie.decode(), "token": visit.token}


def _be_there(centre: Centre) -> None:
    """Let the centre be open, and the operator on duty, day and night."""
    OpeningHours.objects.filter(centre=centre).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=centre, weekday=weekday, opens=dt.time(), closes=dt.time(23, 59)) for weekday in range(7)
    )
    Centre.objects.filter(pk=centre.pk).update(country="", subdivision="", version=centre.version + 1)
    operator = User.objects.get(username=OPERATOR)
    by, days = people_at(centre.pk, Permission.ROSTER)[0], [today_at(centre) + back * A_DAY for back in (-1, 0, 1)]
    for monday in {day - day.weekday() * A_DAY for day in days}:
        week = week_of(centre, monday)
        shifts = [Planned(operator, day, dt.time(), dt.time()) for day in days if 0 <= (day - monday).days < 7]
        write_week(centre=centre, monday=monday, version=week.version if week else 0, shifts=shifts, by=by)
