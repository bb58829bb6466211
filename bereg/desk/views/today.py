"""The operator's first page."""

import datetime as dt
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.context import places
from bereg.accounts.notices import waiting_for
from bereg.accounts.permissions import Permission
from bereg.contacts.actions import ContactDiffersError, record_contact
from bereg.contacts.dispositions import WITHOUT_ENQUIRY
from bereg.contacts.forms import ContactForm, PlaceField, usual_way
from bereg.contacts.queries import Place, day_counts, last_way_of, places_of
from bereg.counting.wording import Labels
from bereg.desk.comparison import contact_differences_seen
from bereg.desk.listing import shown_rows
from bereg.desk.page import no_place
from bereg.enquiries.listing import open_first
from bereg.enquiries.queries import drafts_of, opened_count
from bereg.signals.monitoring import waiting_for as waiting_signals
from bereg.signals.page import address_of
from bereg.signals.wording import sentence

MOST_OPEN = 8
MOST_SIGNALS = 5


@never_cache
@require_GET
@requires(Permission.OWN_ACCOUNT)
def today(request: StaffRequest) -> HttpResponse:
    """Show what waits and what the day has brought."""
    if not request.user.may(Permission.ENQUIRY_READ):
        # Who registers nothing begins the day elsewhere.
        return redirect(next((place.address for place in places(request)), "own_account"))
    ours = places_of(request.user)
    if not ours:
        return no_place(request)
    way = usual_way(ours, last_way_of(request.user))
    place = next(each for each in ours if each.code == way["line"][0])
    begins, ends = _day(place)
    centres = list({each.centre.pk: each.centre for each in ours}.values())
    context = {
        "day": begins,
        "notices": waiting_for(request.user),
        "id": uuid4(),
        "way": {name: values[0] for name, values in way.items()},
        "lines": PlaceField(ours).choices,
        "without_enquiry": WITHOUT_ENQUIRY,
        "signals": _signals(request),
        "drafts": drafts_of(request.user).select_related("enquiry", "centre")[:MOST_OPEN],
        "open": shown_rows(
            open_first(user=request.user, centres=centres, limit=MOST_OPEN), centres, reader=request.user.pk
        ),
        "counts": day_counts(user=request.user, begins=begins, ends=ends),
        "enquiries": opened_count(user=request.user, begins=begins, ends=ends),
    }
    return render(request, "desk/today.html", context)


@require_POST
@requires(Permission.CONTACT_RECORD)
def without_enquiry(request: StaffRequest) -> HttpResponse:
    """Record a contact that brought no enquiry, after one confirmation. The same page again records nothing more."""
    by_hand = next((each for each in WITHOUT_ENQUIRY if each.disposition == request.POST.get("disposition")), None)
    ours = places_of(request.user)
    if by_hand is None or not ours:
        raise Http404
    form = ContactForm(request.POST, places=ours)
    if "confirmed" not in request.POST or not form.is_valid():
        context = {"disposition": by_hand.disposition, "sent": request.POST, "form": form}
        return render(request, "desk/confirm_contact.html", context, status=200 if form.is_valid() else 422)
    contact = form.fields_of(_id_in(request), by_hand.disposition)
    try:
        record_contact(contact=contact, by=request.user)
    except ContactDiffersError as used:
        sent = request.POST.copy()
        sent["id"] = str(uuid4())
        del sent["confirmed"]
        both = contact_differences_seen(request.user, used, contact)
        context = {"disposition": by_hand.disposition, "sent": sent, "form": form, "is_used": True, "both": both}
        return render(request, "desk/confirm_contact.html", context, status=409)
    messages.success(request, _("Recorded: %(what)s.") % {"what": by_hand.disposition.label}, extra_tags="good")
    return redirect("desk:today")


def _signals(request: StaffRequest) -> list[dict[str, str]]:
    """Return the unusual months that nobody looked at yet, for whoever may note what they found out."""
    if not request.user.may(Permission.MONTH_CLOSE):
        return []
    labels = Labels()
    return [
        {"words": sentence(signal, labels), "centre": labels.centre(signal.centre), "address": address_of(signal)}
        for signal in waiting_signals(request.user)[:MOST_SIGNALS]
    ]


def _day(place: Place) -> tuple[dt.datetime, dt.datetime]:
    """Return where the day of a place's centre begins and ends."""
    zone = ZoneInfo(place.centre.time_zone)
    on = timezone.now().astimezone(zone).date()
    begins, ends = (dt.datetime.combine(on + dt.timedelta(days), dt.time(), zone) for days in (0, 1))
    return begins, ends


def _id_in(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        raise Http404 from None
