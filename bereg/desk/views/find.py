"""Finding enquiries."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.clock import in_zone
from bereg.centres.queries import Centre, own_centres
from bereg.desk.code_word_limit import too_many_words
from bereg.desk.enquiry_lines import shown_rows
from bereg.desk.find_form import FindForm
from bereg.desk.totals import totals_shown
from bereg.enquiries.finding import Filter, Order, Page, Position, assignees_to_find, find
from bereg.enquiries.lookup import TooManyTriesError, by_number_or_code_word
from bereg.enquiries.saved_filters import KEPT, filters_of
from bereg.enquiries.totals import totals_of
from bereg.questionnaire.form import Form
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of

PAGE = 25
# What a line shows in place of the opening, where the list is in order by that.
SHOWN: dict[str, str] = {
    Order.CLOSED: "closed_at",
    Order.CONTACT: "last_contact_at",
    Order.QUIET: "last_contact_at",
}


@never_cache
@require_GET
@requires(Permission.ENQUIRY_READ)
def find_enquiries(request: StaffRequest) -> HttpResponse:
    """List enquiries, narrowed as asked for: one page. A rare one is looked for step by step."""
    return find_page(request)


@require_POST
@requires(Permission.ENQUIRY_READ)
def open_enquiry(request: StaffRequest) -> HttpResponse:
    """Open the enquiry with a number or code word. A code word is sent, never written into an address."""
    typed = request.POST.get("typed", "").strip()
    try:
        found = by_number_or_code_word(request.user, typed)
    except TooManyTriesError as refused:
        return find_page(request, typed=typed[:64], problem=too_many_words(request, refused), status=429)
    if found:
        return redirect("desk:enquiry", found.pk)
    return find_page(request, not_found=typed[:64] or _("nothing"), status=404)


def find_page(request: StaffRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the list as the address narrows it."""
    centres = own_centres(request.user)
    questionnaire = _questionnaire(centres[0] if centres else None)
    form = _form(request, centres, questionnaire)
    after = Position.read(request.GET.get("after", ""))
    page, order = Page([]), str(Order.LATEST)
    if form.is_valid() and centres:
        wanted = _filter(form)
        if "totals" in request.GET:
            more["totals"] = totals_shown(totals_of(user=request.user, centres=centres, wanted=wanted), request.user)
        page, order = find(user=request.user, centres=centres, wanted=wanted, after=after, size=PAGE), wanted.order
    kept = request.GET.copy()
    for name in ("after", "totals"):
        kept.pop(name, None)
    moment = SHOWN.get(order, "opened_at")
    context = {
        "form": form,
        "rows": shown_rows(page.rows, centres, questionnaire, reader=request.user.pk, moment=moment),
        "moment": moment,
        "is_latest_first": order == Order.LATEST,
        "several": len(centres) > 1,
        "is_later_page": after is not None,
        "following": page.following or "",
        "looked_back_to": _looked_back_to(page.looked_back_to, order, centres),
        "kept": kept.urlencode(),
        "may_assign": request.user.may(Permission.ENQUIRY_ASSIGN),
        **more,
    }
    if "HX-Request" in request.headers:
        return render(request, "desk/find_list.html", context, status=422 if form.errors else status)
    context |= _shown_filters(request, form, centres)
    return render(request, "desk/find.html", context, status=422 if form.errors else status)


def wanted_in(request: StaffRequest) -> dict[str, str]:
    """Return what an address narrows the list to, as a filter keeps it; nothing where it is not valid."""
    centres = own_centres(request.user)
    form = _form(request, centres, _questionnaire(centres[0] if centres else None))
    return _wanted(form) if centres and form.is_valid() else {}


def _form(request: StaffRequest, centres: list[Centre], questionnaire: Form | None) -> FindForm:
    people = assignees_to_find(request.user, centres)
    return FindForm(request.GET, centres=centres, questionnaire=questionnaire, people=people)


def _wanted(form: FindForm) -> dict[str, str]:
    # As read and not as typed: a day may be typed in the way of the reader's language.
    read = {name: form.cleaned_data[name] for name in KEPT if name in form.fields}
    found = {name: "on" if value is True else str(value) for name, value in read.items() if value}
    return {name: value for name, value in found.items() if (name, value) != ("order", str(Order.LATEST))}


def _shown_filters(request: StaffRequest, form: FindForm, centres: list[Centre]) -> dict[str, Any]:
    """Return what one keeps and what is shared, as links; and whether the list is narrowed to something to keep."""
    wanted = _wanted(form) if form.is_valid() else {}
    kept = filters_of(request.user, centres)
    # In the order of the form: PostgreSQL keeps none of its own.
    queries = [urlencode({name: each.wanted[name] for name in KEPT if name in each.wanted}) for each in kept]
    links = [(query, each.name, each.wanted == wanted) for query, each in zip(queries, kept, strict=True)]
    is_kept = any(each.wanted == wanted and each.person_id == request.user.pk for each in kept)
    return {"filters": links, "may_keep": bool(wanted) and not is_kept}


def _filter(form: FindForm) -> Filter:
    wanted = form.cleaned_data
    question, _colon, answer = wanted["answer"].partition(":")
    return Filter(
        centre=wanted["centre"],
        first=wanted["first"],
        last=wanted["last"],
        channel=wanted["channel"],
        question=question,
        answer=answer,
        topic=wanted["topic"],
        assignee=UUID(wanted["assignee"]) if wanted.get("assignee") else None,
        is_open=wanted["open"],
        is_mine=wanted["mine"],
        order=wanted["order"] or Order.LATEST,
    )


def _questionnaire(centre: object) -> Form | None:
    try:
        version = current_version(centre)  # type: ignore[arg-type]
    except NoQuestionnaireError:
        return None
    return form_of(version)


def _looked_back_to(position: Position | None, order: str, centres: list[Centre]) -> str:
    """Say how far was looked, by the clock of the first of somebody's centres; "" where nothing is left."""
    if position is None:
        return ""
    if order == Order.NUMBER:
        return _("Looked at the numbers down to %(number)s.") % {"number": position.number}
    at = date_format(in_zone(position.at, centres[0]), "j E Y")
    if order == Order.OLDEST:
        return _("Looked at everything up to %(at)s.") % {"at": at}
    return _("Looked at everything back to %(at)s.") % {"at": at}
