"""Which answers are waited for, and which figures went: for the first page of whoever writes reports."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import day_of
from bereg.centres.due import DueItem, DueTime, items_of
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.core.pagination import FirstRows
from bereg.recommendations.choices import RecommendationStep
from bereg.recommendations.models import Recommendation
from bereg.recommendations.page import beginning
from bereg.recommendations.queries import FiguresNow, awaited, last_event, recommendations_for

MOST = 60  # of those that were written first; a page with more helps nobody
OVER = frozenset({RecommendationStep.DONE, RecommendationStep.REFUSED})


def due(person: User, _now: dt.datetime) -> Iterator[DueItem]:
    """Yield what waits for somebody; by the clock of their first centre, as recommendations are of none."""
    items = FirstRows(list(_waiting(person)), MOST)
    yield from items_of(items, items)


def _waiting(person: User) -> Iterator[DueItem]:
    centre = next(iter(own_centres(person)), None)
    if centre is None or not person.may(Permission.REPORT_TEXT):
        return
    figures = FiguresNow.read()
    for each in recommendations_for(person):
        if by := awaited(each):
            yield _item(each, by, _("answer to a recommendation: %(what)s"), centre)
        last, release = last_event(each), each.release
        if figures.problem(each) and not (last and last.step in OVER) and release:
            gone = timezone.localtime(release.withdrawn_at).date() if release.withdrawn_at else release.last_month
            yield _item(each, gone, _("figures of a recommendation are gone: %(what)s"), centre)


def _item(recommendation: Recommendation, day: dt.date, words: str, centre: Centre) -> DueItem:
    return DueItem(
        time=DueTime(day_of(centre, day)[1], centre, is_timed=False),
        words=words % {"what": beginning(recommendation)},
        address=recommendation.get_absolute_url(),
        whom="",
    )
