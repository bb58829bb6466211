"""One text as it was frozen: looked at by whoever agrees, put beside the figures, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_second_factor
from bereg.commentary import actions, errors, queries
from bereg.commentary.models import ReportText
from bereg.commentary.page import text_page


@never_cache
@require_safe
@requires(Permission.REPORT_TEXT_READ)
def text(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the text as it was frozen."""
    return text_page(request, _text_or_404(request, pk))


@require_POST
@requires(Permission.REPORT_TEXT)
@fresh_second_factor
def put_out(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put it beside the public figures."""
    found = _text_or_404(request, pk)
    try:
        actions.put_out(text=found, by=request.user)
    except errors.REFUSED as refused:
        return text_page(request, _text_or_404(request, pk), errors.why_not(refused))
    messages.success(request, _("Published beside the figures."), "good")
    return redirect(found)


@require_POST
@requires(Permission.REPORT_TEXT)
@fresh_second_factor
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take it back from the second person, or from the public pages."""
    found = _text_or_404(request, pk)
    try:
        actions.end(text=found, by=request.user)
    except errors.REFUSED as refused:
        return text_page(request, _text_or_404(request, pk), errors.why_not(refused))
    messages.success(request, _("Taken back. The figures stay as they are."), "good")
    return redirect("commentary:release", found.release_id)


def _text_or_404(request: StaffRequest, pk: UUID) -> ReportText:
    found = queries.text_for(request.user, pk)
    if found is None:
        raise Http404
    return found
