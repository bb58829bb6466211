"""A partner refers somebody to us."""

from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.contacts.channels import Channel
from bereg.core.forms import id_in
from bereg.enquiries.drafts import AlreadySavedError
from bereg.referrals.forms import IntakeForm
from bereg.referrals.intake import begin, place_for
from bereg.vault.faults import VaultFault


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_REGISTER)
def refer_in(request: StaffRequest) -> HttpResponse:
    """Enter which partner refers somebody to us, and go on to the form of the enquiry with it."""
    usual = place_for(request.user, Channel.PHONE)
    if usual is None:
        raise PermissionDenied
    if request.method == "GET":
        return _page(request, IntakeForm(centre=usual.centre), uuid4())
    form, own = IntakeForm(request.POST, centre=usual.centre), id_in(request)
    if not form.is_valid():
        return _page(request, form, own, status=422)
    intake = form.intake()
    try:
        begin(id=own, intake=intake, place=place_for(request.user, intake.channel) or usual, by=request.user)
    except AlreadySavedError:
        pass  # the page of the form leads on to the enquiry
    except IntegrityError:
        return _page(request, form, uuid4(), problem=_("This draft belongs to somebody else."), status=409)
    except VaultFault:
        problem = _("The form begun with this page cannot be opened. Sent again, a new one begins.")
        return _page(request, form, uuid4(), problem=problem, status=409)
    return redirect(settings.FORM_URL, own)


def _page(request: StaffRequest, form: IntakeForm, own: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    back = reverse(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "id": own, "problem": problem, "offered": form.offered(), "back": back}
    return render(request, "referrals/intake.html", context, status=status)
