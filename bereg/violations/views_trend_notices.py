"""Trend notices: the program writes one about enough matters, and drafts it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.core.forms import id_in
from bereg.dispatch import errors
from bereg.violations import trend_notices
from bereg.violations.forms import NoticeForm
from bereg.violations.trend_notice_threshold import NoticeCell, enough_of
from bereg.violations.trend_notices import WantedNotice, words_of
from bereg.violations.wording import cell_words


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.VIOLATION_JUDGE)
def new_notice(request: StaffRequest, pk: UUID, code: str) -> HttpResponse:
    """Show the words of a notice, and draft it. pk: of the centre; code: of kind, region and quarter."""
    centre = next((each for each in own_centres(request.user) if each.pk == pk), None)
    cell = NoticeCell.of(centre, code) if centre else None
    if cell is None:
        raise Http404
    if request.method == "GET":
        return _page(request, cell, NoticeForm(initial={"language": "ru"}), uuid4())
    form, own = NoticeForm(request.POST), id_in(request)
    if not form.is_valid():
        return _page(request, cell, form, own, status=422)
    wanted = WantedNotice(cell, form.entry(), form.cleaned_data["language"])
    try:
        made = trend_notices.write_notice(id=own, wanted=wanted, by=request.user)
    except (trend_notices.NotEnoughError, errors.DraftedError) as refused:
        return _page(request, cell, form, uuid4(), problem=_why_not(refused), status=409)
    messages.success(request, _("Drafted. Nothing has left yet."), "good")
    return redirect(made)


def _page(
    request: StaffRequest, cell: NoticeCell, form: NoticeForm, id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    enough = enough_of(cell)
    context = {
        "cell": cell,
        "words": cell_words(cell.kind, cell.region, cell.quarter, cell.centre),
        "count": len(enough.matters) if enough else 0,
        "texts": [(code, words_of(enough, code)) for code in ("ru", "en")] if enough else [],
        "form": form,
        "id": id,
        "problem": problem,
    }
    return render(request, "violations/notice.html", context, status=status)


def _why_not(refused: Exception) -> str:
    if isinstance(refused, errors.DraftedError):
        return _("This form was used already: look under what leaves.")
    return _("There are not enough matters for it any more: a colleague was faster, or somebody said no.")
