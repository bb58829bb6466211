"""The download of a referral as a file that its recipient alone can open."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.downloads import attachment
from bereg.core.forms import version_in
from bereg.dispatch import errors, sealed_file
from bereg.dispatch.page import found_for, page_of
from bereg.dispatch.refusals import why_not


@never_cache
@require_POST
@requires(Permission.DISPATCH_DRAFT)
def seal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand the file out; where it cannot be, say why on the page of the referral."""
    found, language = found_for(request, pk), translation.get_language()
    try:
        made = sealed_file.seal_file(dispatch=found, version=version_in(request), language=language, by=request.user)
    except (
        errors.NotYourDispatchError,
        errors.StaleDispatchError,
        errors.HinderedError,
        errors.WordsUnopenedError,
    ) as refused:
        context = page_of(found_for(request, pk), request.user, {})
        return render(request, "dispatch/dispatch.html", {**context, "problem": why_not(refused)}, status=409)
    return attachment(made.content, name=made.name, kind=sealed_file.KIND)
