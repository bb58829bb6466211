"""Finding enquiries."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.desk.find_form import FindForm
from bereg.desk.listing import shown_rows
from bereg.desk.too_many import too_many_words
from bereg.enquiries.lookup import TooManyTriesError, by_number_or_code_word
from bereg.enquiries.queries import Filter, Row, assignees_to_find, find
from bereg.questionnaire.form import Form
from bereg.questionnaire.queries import NoQuestionnaireError, current_version, form_of

PAGE = 25
LAST_PAGE = 4000


@never_cache
@require_GET
@requires(Permission.ENQUIRY_READ)
def find_enquiries(request: StaffRequest) -> HttpResponse:
    """List enquiries, narrowed as asked for: one page, one query."""
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
    page = _page_number(request.GET.get("page", ""))
    rows: list[Row] = []
    has_more = False
    if form.is_valid() and centres:
        rows, has_more = find(user=request.user, centres=centres, wanted=_filter(form), page=page, size=PAGE)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "rows": shown_rows(rows, centres, questionnaire, reader=request.user.pk),
        "several": len(centres) > 1,
        "page": page,
        "before": page - 1,
        "after": page + 1 if has_more else 0,
        "kept": kept.urlencode(),
        **more,
    }
    return render(request, "desk/find.html", context, status=422 if form.errors else status)


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


def _page_number(typed: str) -> int:
    return max(1, min(int(typed), LAST_PAGE)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
