"""Finding enquiries."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.queries import Centre, own_centres
from bereg.desk.code_word_limit import too_many_words
from bereg.desk.find_form import FindForm
from bereg.desk.listing import shown_rows
from bereg.enquiries.listing import Filter, Page, Position, assignees_to_find, find
from bereg.enquiries.lookup import TooManyTriesError, by_number_or_code_word
from bereg.questionnaire.form import Form
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of

PAGE = 25


@never_cache
@require_GET
@requires(Permission.ENQUIRY_READ)
def find_enquiries(request: StaffRequest) -> HttpResponse:
    """List enquiries, narrowed as asked for: one page. A rare one is looked for step by step."""
    return _page(request)


@require_POST
@requires(Permission.ENQUIRY_READ)
def open_enquiry(request: StaffRequest) -> HttpResponse:
    """Open the enquiry with a number or code word. A code word is sent, never written into an address."""
    typed = request.POST.get("typed", "").strip()
    try:
        found = by_number_or_code_word(request.user, typed)
    except TooManyTriesError as refused:
        return _page(request, typed=typed[:64], problem=too_many_words(request, refused), status=429)
    if found:
        return redirect("desk:enquiry", found.pk)
    return _page(request, not_found=typed[:64] or _("nothing"), status=404)


def _page(request: StaffRequest, *, status: int = 200, **more: str) -> HttpResponse:
    centres = own_centres(request.user)
    questionnaire = _questionnaire(centres[0] if centres else None)
    people = assignees_to_find(request.user, centres)
    form = FindForm(request.GET, centres=centres, questionnaire=questionnaire, people=people)
    after = Position.read(request.GET.get("after", ""))
    page = Page([])
    if form.is_valid() and centres:
        page = find(user=request.user, centres=centres, wanted=_filter(form), after=after, size=PAGE)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "form": form,
        "rows": shown_rows(page.rows, centres, questionnaire, reader=request.user.pk),
        "several": len(centres) > 1,
        "is_later_page": after is not None,
        "following": page.following or "",
        "looked_back_to": _day_of(page.looked_back_to, centres),
        "kept": kept.urlencode(),
        **more,
    }
    name = "desk/find_list.html" if "HX-Request" in request.headers else "desk/find.html"
    return render(request, name, context, status=422 if form.errors else status)


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
    )


def _questionnaire(centre: object) -> Form | None:
    try:
        version = current_version(centre)  # type: ignore[arg-type]
    except NoQuestionnaireError:
        return None
    return form_of(version)


def _day_of(moment: dt.datetime | None, centres: list[Centre]) -> dt.date | None:
    """Return the day of a moment by the clock of the first of somebody's centres."""
    return moment.astimezone(ZoneInfo(centres[0].time_zone)).date() if moment else None
