"""What the staff does with links, from the page of a dispatch."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import own_id
from bereg.core.public_address import absolute
from bereg.dispatch.forms import title_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import dispatch_for
from bereg.partner_links import making
from bereg.partner_links.errors import LinkMadeError, NoLinkNowError, NotYourPartnerLinkError
from bereg.partner_links.forms import PartnerLinkForm
from bereg.partner_links.public_address import path_of
from bereg.partner_links.refusals import WHY_NOT


@never_cache
@require_POST
@requires(Permission.DISPATCH_DRAFT)
def make(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make a link, and show its address and its code this once."""
    found, form = _found(request, pk), PartnerLinkForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("No link was made. Choose how long it lasts, and try once more."), "soon")
        return redirect(found)
    typed = form.cleaned_data
    try:
        link, code = making.make(id=own_id(request, typed["id"]), dispatch=found, days=typed["days"], by=request.user)
    except (NotYourPartnerLinkError, NoLinkNowError, LinkMadeError) as refused:
        messages.warning(request, str(refused) or str(WHY_NOT[type(refused)]), "soon")
        return redirect(found)
    language = translation.get_language()
    address = absolute(path_of(link, language), request)
    context = {"dispatch": found, "link": link, "address": address, "code": code}
    return render(request, "partner_links/made.html", {**context, "to": title_of(found.recipient, language)})


@require_POST
@requires(Permission.DISPATCH_DRAFT)
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End the links of a dispatch."""
    found = _found(request, pk)
    try:
        making.end_all(found, by=request.user)
    except NotYourPartnerLinkError as refused:
        messages.warning(request, str(WHY_NOT[type(refused)]), "soon")
    else:
        messages.success(request, _("Ended. The link opens nothing any more."), "good")
    return redirect(found)


def _found(request: StaffRequest, pk: UUID) -> Dispatch:
    found = dispatch_for(request.user, pk)
    if found is None:
        raise Http404
    return found
