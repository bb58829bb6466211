"""Alarms that run, for the board of a centre."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.board import BoardCard, Headline, how_long
from bereg.centres.models import Centre
from bereg.dangers.queries import Alarm, running_at
from bereg.enquiries.queries import Enquiry, enquiries_for


@dataclass(frozen=True)
class AlarmLine:
    """One alarm: since when it runs, in words, and the file that it belongs to, where the person sees that."""

    alarm: Alarm
    since: str
    file: Enquiry | None


def card(person: User, centre: Centre, now: dt.datetime) -> BoardCard:
    """Say which alarms of a centre have not ended, for how long, and who took them."""
    alarms = running_at(centre, person, now)
    files = _files_of(alarms, person)
    lines = [AlarmLine(each, how_long(now - each.danger.raised_at), files.get(each.number)) for each in alarms]
    untaken = [each for each in lines if not each.alarm.is_taken]
    headline = Headline(
        figure=str(len(untaken) or len(lines)),
        words=_headline(len(untaken), len(lines)),
        more=_("the oldest for %(time)s") % {"time": (untaken or lines)[0].since} if lines else "",
        state="late" if untaken else "soon" if lines else "",
    )
    return BoardCard(10, "dangers/board.html", {"lines": lines}, (headline,))


def _headline(untaken: int, running: int) -> str:
    if untaken:
        return ngettext("alarm not taken yet", "alarms not taken yet", untaken)
    return ngettext("alarm runs, taken", "alarms run, all taken", running) if running else _("alarms")


def _files_of(alarms: list[Alarm], person: User) -> dict[str, Enquiry]:
    numbers = [each.number for each in alarms if each.number]
    if not numbers:
        return {}
    return {each.number: each for each in enquiries_for(person).filter(number__in=numbers).only("id", "number")}
