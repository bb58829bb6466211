"""Finding by what is sealed: words in the notes, and the number or address to call back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.core.pagination import NumberedPage
from bereg.desk.enquiry_lines import EnquiryLine, shown_rows
from bereg.enquiries import text_search
from bereg.enquiries.finding import rows_of
from bereg.vault.faults import VaultFault

MOST_SHOWN = 100
FEWEST, MOST = 3, 200  # letters that are looked for


@require_POST
@requires(Permission.NARRATIVE_READ)
def search_words(request: StaffRequest) -> HttpResponse:
    """Begin to look for words in the notes that one may read. They are sent, never written into an address."""
    words = request.POST.get("words", "").strip()
    if not FEWEST <= len(words) <= MOST or not own_centres(request.user):
        problem = _("Write at least three letters of a word, and at most 200.")
        return render(request, "desk/text_search.html", {"problem": problem}, status=422)
    return redirect("desk:words", text_search.begin(words=words, by=request.user).pk)


@never_cache
@require_GET
@requires(Permission.NARRATIVE_READ)
def words(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show how far a search of one's own is, and what it found."""
    search = text_search.search_of(request.user, pk)
    if search is None:
        problem = _("This search is forgotten: its result is kept for 15 minutes. Search again.")
        return render(request, "desk/text_search.html", {"problem": problem}, status=404)
    context = {
        "search": search,
        "is_on": search.ended_at is None,
        **_found(request, search.found[: text_search.MOST_FOUND], request.GET),
    }
    context["most"] = text_search.MOST_FOUND if len(search.found) == text_search.MOST_FOUND + 1 else 0
    page = "desk/text_search_state.html" if "HX-Request" in request.headers else "desk/text_search.html"
    return render(request, page, context)


@require_POST
@requires(Permission.NARRATIVE_READ)
def cancel_words(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End a search of one's own."""
    search = text_search.search_of(request.user, pk)
    if search:
        text_search.cancel(search=search)
    return redirect("desk:find")


@never_cache
@require_POST
@requires(Permission.CALL_BACK_READ)
def find_contact(request: StaffRequest) -> HttpResponse:
    """Find enquiries by the number or address to call back, which is sent, never written into an address."""
    typed = request.POST.get("contact", "")[:200]
    try:
        ids = text_search.by_contact(typed, by=request.user)
    except VaultFault:
        problem = _("The vault of this server is closed, so nothing can be looked up. Tell whoever looks after it.")
        return render(request, "desk/text_search.html", {"problem": problem}, status=503)
    if ids is None:
        problem = _("Write a phone number or an e-mail address.")
        return render(request, "desk/text_search.html", {"problem": problem}, status=422)
    found = _found(request, [str(pk) for pk in ids], request.POST)
    return render(request, "desk/text_search.html", {"contact": typed, **found})


def _found(request: StaffRequest, ids: list[str], asked: Mapping[str, Any]) -> dict[str, object]:
    rows = rows_of(request.user, [UUID(each) for each in ids])
    page = NumberedPage(rows, MOST_SHOWN, asked)
    shown: list[EnquiryLine] = shown_rows(page, own_centres(request.user), reader=request.user.pk)
    return {"rows": shown, "page": page, "count": len(rows)}
