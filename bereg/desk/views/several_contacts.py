"""Voicemail and missed calls: several contacts in one go."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.contacts.actions import ContactDiffersError, record_contacts
from bereg.contacts.forms import usual_way
from bereg.contacts.queries import last_way_of, places_of
from bereg.contacts.several_form import MOST_ROWS, ROWS, LeftBehindForm, count_in, empty_rows, rows_of
from bereg.desk.comparison import contact_differences_seen
from bereg.desk.form_page import no_place


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CONTACT_RECORD)
def several_contacts(request: StaffRequest) -> HttpResponse:
    """Record every row that says something, all or none of them; a bad one keeps all that is typed."""
    places = places_of(request.user)
    if not places:
        return no_place(request)
    usual = usual_way(places, last_way_of(request.user))["line"][0]
    if request.method == "GET":
        return _page(request, empty_rows(places, usual))
    count = count_in(request.POST)
    if request.POST.get("act") == "more":
        more = min(MOST_ROWS, count + ROWS)
        lines = {f"row-{number}-line": usual for number in range(count, more)}
        return _page(request, rows_of({**request.POST.dict(), **lines}, places, more))
    rows = rows_of(request.POST, places, count)
    said = [row for row in rows if not row.is_blank]
    if not said or any(row.errors for row in said):
        return _page(request, rows, status=422, is_wrong=True)
    contacts = [row.fields_of() for row in said]
    try:
        record_contacts(contacts=contacts, by=request.user)
    except ContactDiffersError as used:
        (sent,) = (each for each in contacts if each.id == used.standing.pk)
        fields = request.POST.dict()
        (name,) = (f"{row.prefix}-id" for row in said if row.cleaned_data["id"] == sent.id)
        fields[name] = str(uuid4())
        both = contact_differences_seen(request.user, used, sent)
        return _page(request, rows_of(fields, places, count), status=409, is_used=True, both=both)
    recorded = ngettext("Recorded: %(count)s contact.", "Recorded: %(count)s contacts.", len(said))
    messages.success(request, recorded % {"count": len(said)}, extra_tags="good")
    return redirect("desk:contacts")


def _page(request: StaffRequest, rows: list[LeftBehindForm], *, status: int = 200, **more: object) -> HttpResponse:
    return render(
        request, "desk/several_contacts.html", {"rows": rows, "may_grow": len(rows) < MOST_ROWS, **more}, status=status
    )
