"""Signing in, and each person's own account."""

from typing import Any, cast

from allauth.account.views import LoginView as AllauthLoginView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from bereg.accounts import actions
from bereg.accounts.access import StaffRequest, public, requires
from bereg.accounts.forms import OwnAccountForm
from bereg.accounts.permissions import Permission
from bereg.accounts.queries import demonstration_accounts, installation_is_empty


class LoginView(AllauthLoginView):  # type: ignore[misc]
    """The library's sign-in; in the demonstration it lists who can sign in."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Lead to the first-run page while there is nobody to sign in."""
        if installation_is_empty():
            return redirect("desk:welcome")
        return cast("HttpResponseBase", super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """Add the accounts of the demonstration."""
        context = cast("dict[str, Any]", super().get_context_data(**kwargs))
        return context | {"demonstration_accounts": demonstration_accounts()}


login = public(LoginView.as_view())


@requires(Permission.OWN_ACCOUNT)
def own_account(request: StaffRequest) -> HttpResponse:
    """Show and change one's own language and shortcuts."""
    person = request.user
    kept = {"language": person.language, "shortcuts": person.shortcuts}
    form = OwnAccountForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        actions.set_preferences(user=person, by=person, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        return redirect("own_account")
    return render(request, "accounts/own_account.html", {"form": form}, status=422 if form.errors else 200)
