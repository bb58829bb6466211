"""Lists of enquiries. A page looks at so many rows at most, however many there are: an index gives each its order."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.centres.models import Centre, Membership
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.queries import enquiries_for, seen_in
from bereg.enquiries.sort_orders import BY_ORDER, ROW, EnquiryRow, List, Order, Position, Sorting

__all__ = ["EnquiryRow", "Filter", "Order", "Page", "Position"]

# Of one centre, for one page, where no index knows what is looked for: topics, answers, ways in. A rare one is sought
# step by step, each about as quick as a usual page, and others are served between two of them.
LOOKED_AT = 2000


@dataclass(frozen=True)
class Filter:
    """What a list of enquiries is narrowed to; what is empty narrows nothing. Days are those of each centre."""

    centre: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    channel: str = ""
    question: str = ""
    answer: str = ""
    topic: str = ""
    assignee: UUID | None = None
    is_open: bool = False
    is_mine: bool = False
    order: str = Order.LATEST


@dataclass(frozen=True)
class Page:
    rows: list[EnquiryRow]
    following: Position | None = None  # where the next page begins
    looked_back_to: Position | None = None  # what comes behind it was not looked at for this page


def find(*, user: User, centres: list[Centre], wanted: Filter, after: Position | None, size: int) -> Page:
    """Return one page of enquiries in the order wanted. `centres` are those that the person works at."""
    sorting = BY_ORDER[wanted.order]
    if after and sorting.by_centre:
        after = _with_number(after, centres)
    among = [centre for centre in centres if wanted.centre in {"", centre.code}]
    # One statement a centre: an index holds the order of each, and no statement knows how to merge them.
    lists = [listed_at(centre, user, wanted) for centre in among]
    if after:
        lists = [_behind(each, sorting, after, centre, among) for each, centre in zip(lists, among, strict=True)]
    narrowed, back_to = narrowing(wanted), None
    if sorting.is_sorted:
        most = None if narrowed else size + 1
        lists = [_found_first(each, sorting, most) for each in lists]
    elif narrowed:
        back_to = sorting.first_of(filter(None, (_looked_back_to(each, sorting) for each in lists)), among)
        if back_to:
            lists = [_reached(each, sorting, back_to, centre, among) for each, centre in zip(lists, among, strict=True)]
    if narrowed:
        lists = [narrowed(each, centre) for each, centre in zip(lists, among, strict=True)]
    found = chain.from_iterable(each.values_list(*ROW)[: size + 1] for each in lists)
    return _page(sorting, sorting.merged(EnquiryRow(*each) for each in found), size, back_to)


def _found_first(found: List, sorting: Sorting, most: int | None) -> List:
    """Let an index alone find so many of a list that is sorted, and only then their rows be read.

    Asked for the rows at once, SQLite would look through all that somebody ever had: it has looked at too little of
    each index to know that they have few open. The centre is not asked for again: SQLite would begin with it.
    """
    return sorting.ordered(Enquiry.objects.through(pk__in=found.values("pk")[:most]))


def _page(sorting: Sorting, rows: list[EnquiryRow], size: int, back_to: Position | None) -> Page:
    shown = rows[:size]
    if len(rows) > size:
        return Page(shown, sorting.position_of(shown[-1]))
    return Page(shown, back_to, back_to)


def _with_number(position: Position, centres: list[Centre]) -> Position | None:
    """Look up what an address does not say: the number behind which a page begins."""
    if position.id is None:
        return None
    named = Enquiry.objects.of_centres(centres).filter(pk=position.id)
    found = named.values_list("number", "centre_id").first()
    return replace(position, number=found[0], centre_id=found[1]) if found else None


def _behind(found: List, sorting: Sorting, position: Position, centre: Centre, among: list[Centre]) -> List:
    """Leave of the list of a centre what comes behind a position."""
    side = _side(sorting, position, centre, among)
    return found.filter(sorting.behind(position)) if side == 0 else found if side > 0 else found.none()


def _reached(found: List, sorting: Sorting, position: Position, centre: Centre, among: list[Centre]) -> List:
    """Leave of the list of a centre what comes before a position, and the one that it names."""
    side = _side(sorting, position, centre, among)
    return found.filter(sorting.up_to(position)) if side == 0 else found if side < 0 else found.none()


def _side(sorting: Sorting, position: Position, centre: Centre, among: list[Centre]) -> int:
    """Tell whether all of a centre comes before (-1) or behind (1) a position, as where centres are listed in turn."""
    places = [each.pk for each in among]
    if not sorting.by_centre or position.centre_id not in places:
        return 0
    ours, named = places.index(centre.pk), places.index(position.centre_id)
    return (ours > named) - (ours < named)


def listed_at(centre: Centre, user: User, wanted: Filter) -> List:
    """Return what somebody sees of a centre, narrowed by what an index knows, in the order of the list."""
    sorting = BY_ORDER[wanted.order]
    found = seen_in([centre], user, is_mine=wanted.is_mine)
    if wanted.assignee:
        found = found.filter(assignee=wanted.assignee)
    if sorting.knows_days or sorting.is_sorted:
        found = found.filter(_open_on_days(wanted, centre))
    return sorting.ordered(found)


def _open_on_days(wanted: Filter, centre: Centre) -> Q:
    """Match the days wanted, and what is open where that is wanted: a day begins at the centre's own midnight."""
    zone, fits = ZoneInfo(centre.time_zone), Q()
    if wanted.first:
        fits &= Q(opened_at__gte=dt.datetime.combine(wanted.first, dt.time(), zone))
    if wanted.last:
        fits &= Q(opened_at__lt=dt.datetime.combine(wanted.last + dt.timedelta(days=1), dt.time(), zone))
    return fits & Q(closed_at=None) if wanted.is_open else fits


def narrowing(wanted: Filter) -> Callable[[List, Centre], List] | None:
    """Return what narrows the list of a centre by what no index knows; None where nothing is asked for."""
    sorting = BY_ORDER[wanted.order]
    knows_days = sorting.knows_days or sorting.is_sorted
    by_days = not knows_days and (wanted.first or wanted.last or wanted.is_open)
    if not (by_days or wanted.channel or wanted.topic or (wanted.question and wanted.answer)):
        return None

    def narrowed(found: List, centre: Centre) -> List:
        if by_days:
            found = found.filter(_open_on_days(wanted, centre))
        if wanted.channel:
            links = EnquiryContact.objects.through(enquiry=OuterRef("pk")).filter(contact__channel=wanted.channel)
            found = found.filter(Exists(links))
        if wanted.topic:
            found = found.filter(topics__contains=f" {wanted.topic} ")
        if wanted.question and wanted.answer:
            answer = KeyTextTransform(wanted.question, "answers")
            codes = Concat(Value(" "), answer, Value(" "), output_field=TextField())
            found = found.alias(codes=codes).filter(codes__contains=f" {wanted.answer} ")
        return found

    return narrowed


def _looked_back_to(found: List, sorting: Sorting) -> Position | None:
    """Return the last one that is looked at; None where there are not so many."""
    names = ("opened_at", "pk", "number", "centre_id") if sorting.by_centre else (sorting.moment, "pk")
    last = found.values_list(*names)[LOOKED_AT - 1 : LOOKED_AT]
    for at, pk, *numbered in last:
        return Position(at, pk, None, *numbered)
    return None


def rows_of(user: User, ids: list[UUID]) -> list[EnquiryRow]:
    """Return the rows of some enquiries, as far as somebody sees them, the latest first."""
    rows = enquiries_for(user).filter(pk__in=ids).values_list(*ROW)
    return BY_ORDER[Order.LATEST].merged(EnquiryRow(*each) for each in rows)


def open_first(*, user: User, centres: list[Centre], limit: int) -> list[EnquiryRow]:
    """Return the enquiries not closed that somebody sees: danger first, then soon, then the latest."""
    return find(user=user, centres=centres, wanted=Filter(order=Order.URGENT), after=None, size=limit).rows


def assignees_to_find(user: User, centres: list[Centre]) -> list[User]:
    """Return by whom somebody who gives enquiries to anybody may narrow a list: one query; of nobody else's business.

    Who works at their centres, and whoever else enquiries there are open with: closed accounts, and who moved on.
    """
    if user.scope(Permission.ENQUIRY_ASSIGN) != Scope.CENTRE:
        return []
    # Not one look for each account: one at the open ones, which an index holds.
    theirs = Enquiry.objects.of_centres(centres).filter(closed_at=None).exclude(assignee=None)
    at_work = Membership.objects.filter(centre__in=centres)
    roles = roles_with(Permission.ENQUIRY_CORRECT)
    working = Q(pk__in=at_work.values("user"), closed_at=None, role__in=roles)
    return list(User.objects.filter(working | Q(pk__in=theirs.values("assignee"))).order_by("name"))
