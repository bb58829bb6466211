"""The pages of the second factor that are ours: the first one, the codes shown once, the last passkey that stays."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as codes
from allauth.mfa.totp.views import ActivateTOTPView as AllauthActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView as AllauthAddWebAuthnView
from allauth.mfa.webauthn.views import RemoveWebAuthnView as AllauthRemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.factors import FACTORS, MFAAdapter, is_set_up
from bereg.accounts.models import Session
from bereg.accounts.permissions import Permission
from bereg.accounts.second_factor_required import BOUND_FOR


@never_cache
@requires(Permission.OWN_ACCOUNT)
def needed(request: StaffRequest) -> HttpResponse:
    """Say that a second factor is needed, and offer both kinds; who has one goes on."""
    if settings.DEMONSTRATION or is_set_up(request.user):
        return redirect(bound_for(request))
    return render(request, "accounts/second_factor_needed.html")


def bound_for(request: HttpRequest) -> str:
    """Return where somebody wanted to go before, or the first page of their role."""
    return str(request.session.get(BOUND_FOR) or get_adapter(request).get_login_redirect_url(request))


@never_cache
@requires(Permission.OWN_ACCOUNT)
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Show the recovery codes once, when asked by a button, since a look uses them up."""
    factor = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if factor is None:
        raise Http404
    kept = factor.wrap()
    left, is_shown = kept.get_unused_codes(), False
    if request.method == "POST":
        _, is_shown = codes.view_recovery_codes(request)
    context = {
        "codes": left if is_shown else [],
        "left": len(left),
        "may_show": not kept.did_view,
        "bound_for": bound_for(request),
    }
    return render(request, "accounts/recovery_codes.html", context)


class ActivateTOTPView(AllauthActivateTOTPView):  # type: ignore[misc]
    """The library's; the code that sets the app up is the second factor shown."""

    def form_valid(self, form: Any) -> HttpResponse:
        return _shown(self.request, super().form_valid(form), Authenticator.Type.TOTP)


class AddWebAuthnView(AllauthAddWebAuthnView):  # type: ignore[misc]
    """The library's; the passkey that is added is the second factor shown."""

    def form_valid(self, form: Any) -> HttpResponse:
        return _shown(self.request, super().form_valid(form), Authenticator.Type.WEBAUTHN)


class RemoveWebAuthnView(AllauthRemoveWebAuthnView):  # type: ignore[misc]
    """The library's; the last second factor stays."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the passkey, unless it is the last factor."""
        if not MFAAdapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, _("This is your only second factor. Add another one first."), "danger")
            return redirect(reverse("mfa_list_webauthn"))
        return super().form_valid(form)  # type: ignore[no-any-return]


def _shown(request: HttpRequest, response: HttpResponse, type: str) -> HttpResponse:
    record_authentication(request, request.user, method="mfa", type=type, reauthenticated=True)
    if Authenticator.objects.filter(user=request.user, type__in=FACTORS).count() == 1:
        # Until now a password alone began a session: whoever else knows it would go on as if they had this factor.
        Session.objects.filter(user=request.user.pk).exclude(pk=request.session.kept.pk).delete()  # type: ignore[attr-defined]
    return response


activate_totp = requires(Permission.OWN_ACCOUNT)(ActivateTOTPView.as_view())
add_webauthn = requires(Permission.OWN_ACCOUNT)(AddWebAuthnView.as_view())
remove_webauthn = requires(Permission.OWN_ACCOUNT)(RemoveWebAuthnView.as_view())
