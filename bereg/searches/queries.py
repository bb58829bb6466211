"""Reading of searches and matches, limited to what the person may see: each side its own."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.queries import centres_of
from bereg.centres.scope import CentreBound
from bereg.dispatch.choices import DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import WORDS, dispatches_for
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import reached_by
from bereg.retention.rules import months_before
from bereg.searches.choices import OPEN, SHOWN
from bereg.searches.models import REVIEW_MONTHS, Findable, Match, SearchEvent, SearchRequest

MOST_SHOWN = 200
OPEN_FIRST = F("closed_at").desc(nulls_first=True)  # of itself SQLite puts them last


def led_by(person: User) -> CentreBound[SearchRequest]:
    """Return the searches that somebody leads, the open ones first, then the latest."""
    scope = person.scope(Permission.SEARCH_LEAD)
    if scope is None:
        return SearchRequest.objects.none()
    found = SearchRequest.objects.of_centres(centres_of(person))
    if scope != Scope.CENTRE:
        found = found.filter(lawyer=person)
    return found.select_related("enquiry", "centre", "lawyer").order_by(OPEN_FIRST, "-opened_at")


def reviews_due(person: User, now: dt.datetime) -> QuerySet[SearchRequest]:
    """Return the open searches that nobody has looked through for half a year."""
    return led_by(person).filter(closed_at=None, reviewed_at__lt=months_before(now, REVIEW_MONTHS))


def enquiries_to_register_on(person: User) -> QuerySet[Enquiry]:
    """Return the enquiries on which somebody may begin a search, whether or not one may be kept there."""
    return reached_by(person, Permission.SEARCH_REGISTER).select_related("centre", "assignee")


def searches_on(enquiry: Enquiry) -> QuerySet[SearchRequest]:
    """Return the searches of an enquiry at hand, the latest first."""
    return SearchRequest.objects.through(enquiry=enquiry).select_related("centre", "lawyer").order_by("-opened_at")


def queries_of(person: User, search: SearchRequest) -> QuerySet[Dispatch]:
    """Return what was asked outside for a search, as far as somebody sees it, the latest first."""
    found = dispatches_for(person).filter(enquiry=search.enquiry_id, kind=DispatchKind.SEARCH, subject=search.pk)
    return found.defer(*WORDS).order_by("-drafted_at")


def findable_on(enquiry: Enquiry) -> Findable | None:
    """Return what was noted of a person who agrees to be found."""
    return Findable.objects.through(enquiry=enquiry).select_related("enquiry__centre", "agreed_with").first()


def matches_of(search: SearchRequest) -> QuerySet[Match]:
    """Return the matches of a search at hand that its side sees. The enquiry is the other's: never join it."""
    found = Match.objects.through(search=search).filter(state__in=SHOWN)
    return found.select_related("centre", "search__centre").order_by("band", "proposed_at", "pk")


def match_of(person: User, pk: UUID) -> Match | None:
    """Return a match of a search that somebody leads."""
    found = Match.objects.through(search__in=led_by(person)).filter(pk=pk)
    return found.select_related("centre", "search__centre", "search__enquiry").first()


def asked_on(enquiry: Enquiry) -> QuerySet[Match]:
    """Return what was asked of the person of an enquiry at hand, the latest first. The search is the other's."""
    found = Match.objects.through(enquiry=enquiry).exclude(asked_at=None)
    return found.select_related("search_centre", "centre", "answered_by").order_by("-asked_at")


def asked_of(person: User) -> CentreBound[Match]:
    """Return what was asked of people whose enquiry somebody works on.

    Each is asked for its own enquiry: among all that somebody works on, SQLite reads every one of them first.
    """
    theirs = Exists(enquiries_to_register_on(person).filter(pk=OuterRef("enquiry")))
    found = Match.objects.of_centres(centres_of(person)).filter(theirs).exclude(asked_at=None)
    return found.select_related("enquiry__centre", "enquiry__assignee", "centre", "search_centre", "answered_by")


def waits_for(person: User) -> QuerySet[Match]:
    """Return the people whom somebody is to ask, those who wait longest first."""
    return asked_of(person).filter(state__in=OPEN).exclude(search=None).order_by("asked_at")


def imported_keys(keys: Iterable[str], *, centre: str) -> set[str]:
    """Return those of these digests of imported rows that stand already at a centre, by its code."""
    found = SearchEvent.objects.everywhere(because="import").filter(centre__code=centre, import_key__in=list(keys))
    return {key for key in found.values_list("import_key", flat=True) if key}
