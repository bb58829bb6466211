"""Where entries are written: what waits for somebody, and what waits at all; a new one, a newer version of one."""

from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import id_in, version_in
from bereg.core.pagination import FirstRows, NumberedPage
from bereg.reference import actions, workshop
from bereg.reference.comparison import differences
from bereg.reference.kinds import EntryKind, kinds
from bereg.reference.models import EntryVersion, ErrorReport, ReferenceEntry
from bereg.reference.queries import is_workshop, newest
from bereg.reference.versions import draft_of
from bereg.reference.writing import WritingSheet

MOST = 50  # of a part of the list; the rest is found by its kind
Part = TypeVar("Part", EntryVersion, ErrorReport)


@never_cache
@require_GET
@requires(Permission.REFERENCE_READ)
def entries(request: StaffRequest) -> HttpResponse:
    """Show what waits: to be looked at again, corrected, checked, published; and what is withdrawn."""
    if not is_workshop(request.user):
        raise PermissionDenied
    wanted = kinds().get(request.GET.get("kind", ""))
    of_kind = {"entry__kind": wanted.code} if wanted else {"entry__kind__in": list(kinds())}
    context = {
        "kinds": kinds().values(),
        "wanted": wanted,
        "may_write": request.user.may(Permission.REFERENCE_WRITE),
        "overdue": FirstRows(workshop.overdue(timezone.localdate()).filter(**of_kind), MOST),
        "reported": FirstRows(workshop.reported().filter(**of_kind), MOST),
        "to_check": FirstRows(workshop.to_check().filter(**of_kind), MOST),
        "to_publish": FirstRows(workshop.to_publish().filter(**of_kind), MOST),
        "withdrawn": NumberedPage(workshop.withdrawn().filter(**of_kind), MOST, request.GET),
    }
    return render(request, "reference/entries.html", context)


@never_cache
@require_GET
@requires(Permission.REFERENCE_READ)
def today(request: StaffRequest) -> HttpResponse:
    """Show what waits for the person themselves, with which the day of who sees no case begins."""
    if not is_workshop(request.user):
        raise PermissionDenied
    person, day = request.user, timezone.localdate()
    own = workshop.cared_for_by(person)
    context = {
        "day": day,
        "kinds": kinds().values(),
        "sees_cases": person.may(Permission.ENQUIRY_READ),
        "may_write": person.may(Permission.REFERENCE_WRITE),
        "overdue": _first(workshop.overdue(day).filter(own)),
        "reported": _first(workshop.reported().filter(own)),
        "to_check": _first(workshop.to_check_by(person)) if person.may(Permission.REFERENCE_CHECK) else None,
        "to_publish": _first(workshop.to_publish_by(person)) if person.may(Permission.REFERENCE_PUBLISH) else None,
    }
    return render(request, "reference/today.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_WRITE)
def write_new(request: StaffRequest, kind: str) -> HttpResponse:
    """Write a new entry of a kind."""
    if kind not in kinds():
        raise Http404
    of_kind = kinds()[kind]
    if request.method == "GET":
        return _page(request, WritingSheet(of_kind, None), id=uuid4())
    sheet, own = WritingSheet(of_kind, None, request.POST), id_in(request)
    if answer := _not_saved(request, sheet, id=own):
        return answer
    try:
        draft = sheet.draft()
        made = actions.write(kind=kind, draft=draft, by=request.user, id=own, key=of_kind.key(draft.content))
    except actions.KeyTakenError as taken:
        problem = _("There is such an entry already: write a newer version of that one.")
        return _page(request, sheet, id=own, problem=problem, stands=newest(taken.entry), status=409)
    except actions.WrittenAlreadyError as written:
        if written.entry.owner_id != request.user.pk:
            problem = _("This form was used already. Nothing is lost: save once more.")
            return _page(request, sheet, id=uuid4(), problem=problem, status=409)
        made = written.entry
    return redirect("reference:work", made.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_WRITE)
def write(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write a newer version of an entry."""
    entry = get_object_or_404(ReferenceEntry, pk=pk, kind__in=kinds())
    before = newest(entry)
    if request.method == "GET":
        return _page(request, WritingSheet(entry.of_kind, before), entry=entry, version=before.number)
    sheet, seen = WritingSheet(entry.of_kind, before, request.POST), version_in(request)
    if answer := _not_saved(request, sheet, entry=entry, version=seen):
        return answer
    try:
        actions.write(kind=entry.kind, draft=sheet.draft(), by=request.user, entry=entry, seen=seen)
    except actions.StaleEntryError as stale:
        return _both(request, sheet, entry, stale.current)
    return redirect("reference:work", pk)


def _first(waiting: QuerySet[Part]) -> dict[str, Any]:
    """Return what waits longest, how many wait, and how many are not shown. What has no room any more has no page."""
    waiting = waiting.filter(entry__kind__in=list(kinds()))
    shown, number = list(waiting[:MOST]), waiting.count()
    return {"shown": shown, "number": number, "more": number - len(shown)}


def _not_saved(request: StaffRequest, sheet: WritingSheet, **more: Any) -> HttpResponse | None:
    """Return the page once more where something is wrong, or where a preview was asked for."""
    if not sheet.is_valid():
        return _page(request, sheet, status=422, **more)
    if request.POST.get("act") == "preview":
        return _page(request, sheet, shows_preview=True, **more)
    return None


def _both(request: StaffRequest, sheet: WritingSheet, entry: ReferenceEntry, current: EntryVersion) -> HttpResponse:
    """Show what a colleague saved meanwhile beside what was typed. Saved once more, what was typed replaces it."""
    both = differences(entry.of_kind, draft_of(current), sheet.draft())
    return _page(request, sheet, entry=entry, version=current.number, current=current, both=both, status=409)


def _page(request: StaffRequest, sheet: WritingSheet, *, status: int = 200, **more: Any) -> HttpResponse:
    kind: EntryKind = sheet.kind
    context = {"sheet": sheet, "kind": kind, "version": 0, **more}
    return render(request, "reference/write.html", context, status=status)
