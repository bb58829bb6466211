"""The operator's first page."""

import datetime as dt
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts import setting_up
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.context import places
from bereg.accounts.last_seen import last_here
from bereg.accounts.permissions import Permission
from bereg.accounts.wording import waiting_for
from bereg.centres.clock import differ, in_zone, today_at, zone_words
from bereg.centres.hand_over import handed_over
from bereg.centres.languages import Language
from bereg.centres.news import news_for
from bereg.centres.queries import own_centres
from bereg.contacts.actions import ContactDiffersError, record_contact
from bereg.contacts.dispositions import WITHOUT_ENQUIRY
from bereg.contacts.forms import ContactForm, PlaceField, usual_way
from bereg.contacts.queries import day_counts, last_way_of, places_of
from bereg.core.forms import id_in
from bereg.core.panels import Panel
from bereg.counting.wording import Labels
from bereg.desk.comparison import contact_differences_seen
from bereg.desk.enquiry_lines import shown_rows
from bereg.desk.form_page import no_place
from bereg.desk.todo import to_do_list
from bereg.enquiries.finding import open_first
from bereg.enquiries.queries import Draft, drafts_of, opened_today
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of
from bereg.questionnaire.wording import topic_texts
from bereg.shifts.queries import notes_for
from bereg.shifts.speaking import duty_of
from bereg.signals.monitoring import waiting_for as waiting_signals
from bereg.signals.page import address_of
from bereg.signals.wording import sentence

MOST_OPEN = 8
MOST_SIGNALS = 5
# The notes of a day, as no shift lasts longer; where these are few, the newest before them too.
NOTES_OF = dt.timedelta(hours=24)
LEAST_NOTES, MOST_NOTES = 3, 20


@never_cache
@require_GET
@requires(Permission.OWN_ACCOUNT)
def today(request: StaffRequest) -> HttpResponse:
    """Show what waits and what the day has brought."""
    if request.user.may(Permission.KEYS) and setting_up.is_grave(request.user):
        return redirect("centres:setting_up")
    if not request.user.may(Permission.ENQUIRY_READ):
        # Who registers nothing begins the day elsewhere.
        return redirect(next((place.address for place in places(request)), "own_account"))
    ours = places_of(request.user)
    if not ours:
        return no_place(request)
    last = last_way_of(request.user)
    way = usual_way(ours, last)
    centres = list({each.centre.pk: each.centre for each in ours}.values())
    context = {
        "day": today_at(centres[0]),
        "zone": zone_words(in_zone(timezone.now(), centres[0])) if differ(centres) else "",
        **_since_last_here(request),
        "todo": to_do_list(request.user, timezone.now()),
        "may_promise": request.user.may(Permission.TASK),
        "may_look_after": request.user.may(Permission.BOARD),
        "notices": waiting_for(request.user),
        "handed_over": _handed_over(request),
        "on_duty": duty_of(request.user, timezone.now()),
        "may_plan": request.user.may(Permission.ROSTER),
        "may_note": request.user.may(Permission.ENQUIRY_TAKE_OVER),
        **_notes(request),
        "id": uuid4(),
        "way": {name: values[0] for name, values in way.items()},
        "lines": PlaceField(ours).choices,
        "without_enquiry": WITHOUT_ENQUIRY,
        "languages": Language.choices,
        "undo": last.contact if last and last.may_be_undone else None,
        **_signals(request),
        "drafts": _drafts(request),
        "open": shown_rows(
            open_first(user=request.user, centres=centres, limit=MOST_OPEN), centres, reader=request.user.pk
        ),
        "counts": day_counts(request.user),
        "enquiries": opened_today(request.user),
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
        context = {"by_hand": by_hand, "languages": Language.choices, "sent": request.POST, "form": form}
        return render(request, "desk/confirm_contact.html", context, status=200 if form.is_valid() else 422)
    contact = form.fields_of(id_in(request), by_hand.disposition)
    try:
        record_contact(contact=contact, by=request.user)
    except ContactDiffersError as used:
        sent = request.POST.copy()
        sent["id"] = str(uuid4())
        del sent["confirmed"]
        both = contact_differences_seen(request.user, used, contact)
        context = {
            "by_hand": by_hand,
            "languages": Language.choices,
            "sent": sent,
            "form": form,
            "is_used": True,
            "both": both,
        }
        return render(request, "desk/confirm_contact.html", context, status=409)
    messages.success(request, _("Recorded: %(what)s.") % {"what": by_hand.disposition.label}, extra_tags="good")
    return redirect("desk:today")


def _since_last_here(request: StaffRequest) -> dict[str, object]:
    """Return when the person was here last, and what came since; nothing in the first session of somebody."""
    last = last_here(request.user)
    return {"last_here": last, "news": news_for(request.user, last.at)} if last else {}


def _notes(request: StaffRequest) -> dict[str, object]:
    """Return what the last shifts left, and whether there is more, which stands on the page of each note."""
    found = list(notes_for(request.user).defer("words")[: MOST_NOTES + 1])
    since = timezone.now() - NOTES_OF
    shown = [each for place, each in enumerate(found[:MOST_NOTES]) if place < LEAST_NOTES or each.written_at >= since]
    return {"notes": shown, "has_more_notes": len(found) > len(shown)}


def _handed_over(request: StaffRequest) -> list[Panel]:
    """Return what stays behind at the person's first centre, as who is on duty is said of it alone."""
    now = timezone.now()
    return [panel for centre in own_centres(request.user)[:1] for panel in handed_over(request.user, centre, now)]


def _drafts(request: StaffRequest) -> list[dict[str, object]]:
    """Return all of one's own unfinished forms, each with what tells it from the others: nothing else leads to them."""
    drafts = drafts_of(request.user).select_related("enquiry", "centre", "line")
    return [{"draft": draft, "topic": ", ".join(_topics(draft))} for draft in drafts]


def _topics(draft: Draft) -> list[str]:
    try:
        return topic_texts(form_of(current_version(draft.centre)), draft.topic) if draft.topic else []
    except NoQuestionnaireError:
        return []


def _signals(request: StaffRequest) -> dict[str, object]:
    """Return the unusual months that nobody looked at yet, for whoever may note what they found out."""
    if not request.user.may(Permission.MONTH_CLOSE):
        return {}
    labels, waiting = Labels(), waiting_signals(request.user)
    shown = [
        {"words": sentence(signal, labels), "centre": labels.centre(signal.centre), "address": address_of(signal)}
        for signal in waiting[:MOST_SIGNALS]
    ]
    return {"signals": shown, "more_signals": max(0, len(waiting) - len(shown))}
