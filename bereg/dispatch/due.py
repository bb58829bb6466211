"""What leaves, or has left, and waits for somebody: for the first page of whoever is to see to it."""

import datetime as dt
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import zone_of
from bereg.centres.due import DueItem, DueTime, items_of
from bereg.core.pagination import FirstRows
from bereg.dispatch.access import may_sign
from bereg.dispatch.choices import OUT, TO_SEE_TO, Deletion, DispatchState
from bereg.dispatch.forms import title_of
from bereg.dispatch.hindrances import out_of_reach, ways_to
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import waiting_of

MOST = 60  # of those that wait longest; a page with more helps nobody
DAY = dt.timedelta(days=1)


def due(person: User, now: dt.datetime) -> Iterator[DueItem]:
    """Yield what waits for somebody. No sealed word is opened for a list."""
    if not person.may(Permission.DISPATCH_DRAFT):
        return
    dispatches = FirstRows(waiting_of(person, now), MOST)
    yield from items_of(dispatches, _due_of(dispatches, person))


def _due_of(dispatches: list[Dispatch], person: User) -> Iterator[DueItem]:
    unlinked = out_of_reach(dispatches)
    for each in dispatches:
        for time, words in _waits_for(each, person, needs_link=each.pk in unlinked):
            yield DueItem(
                time=time,
                words=f"{each.get_kind_display()}: {words}",
                address=each.get_absolute_url(),
                about=each.enquiry.number if each.enquiry else "",
                whom="" if each.drafted_by_id == person.pk else str(each.drafted_by or ""),
            )


def _waits_for(each: Dispatch, person: User, *, needs_link: bool) -> Iterator[tuple[DueTime, str]]:
    """Yield by when somebody is to do what; nothing where it waits for others. The review alone has an hour."""
    to = {"to": title_of(each.recipient, translation.get_language())}
    reviews = each.was_alone and each.reviewed_at is None and each.may_be_reviewed_by(person)
    if reviews:
        yield DueTime(each.review_by or each.drafted_at, each.centre), _("a colleague sent it alone; review it")
    if needs_link:
        sent_on = (each.sent_at or each.drafted_at).astimezone(zone_of(each.centre)).date()
        yield _end_of(each, sent_on), _("make the link for %(to)s and hand it over: nothing has been read yet") % to
    elif not reviews and (found := _next(each, person, to)):
        yield found


def _next(each: Dispatch, person: User, to: dict[str, str]) -> tuple[DueTime, str] | None:
    if each.deletion in TO_SEE_TO:
        asked = each.deletion == Deletion.ASKED
        words = _("did %(to)s delete what it has?") if asked else _("ask %(to)s to delete what it has")
        return DueTime(each.ended_at or each.drafted_at, each.centre, is_timed=False), words % to
    if each.is_before:
        return _before(each, person, to)
    if each.state in OUT and each.reply_due:
        return _end_of(each, each.reply_due), _answer_words(each) % to
    return None


def _answer_words(each: Dispatch) -> str:
    if not ways_to(each.recipient, translation.get_language()):
        return _("answer of %(to)s; the directory has no number or address to ask at")
    return _("answer of %(to)s") if each.answered_at is None else _("further answer of %(to)s")


def _before(each: Dispatch, person: User, to: dict[str, str]) -> tuple[DueTime, str] | None:
    day = each.not_before or each.drafted_at.astimezone(zone_of(each.centre)).date()
    at = _end_of(each, day)
    if not ways_to(each.recipient, translation.get_language()):
        return at, _("the directory has no number or address of %(to)s") % to
    if each.state == DispatchState.SIGNED:
        return at, _("signed, not sent yet: %(to)s") % to
    signs = may_sign(person, each)
    if signs or each.drafted_by_id == person.pk:
        return at, (_("to sign: %(to)s") if signs else _("waits for a signature: %(to)s")) % to
    return None


def _end_of(each: Dispatch, day: dt.date) -> DueTime:
    return DueTime(dt.datetime.combine(day + DAY, dt.time(), zone_of(each.centre)), each.centre, is_timed=False)
