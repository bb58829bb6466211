"""Signing in, and each person's own account."""

import datetime as dt
from typing import Any, cast

from allauth.account.views import LoginView as AllauthLoginView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bereg.accounts import account_recovery, actions, known_browsers, mailed_links, notice_mail, too_soon
from bereg.accounts.access import StaffRequest, public, requires
from bereg.accounts.forms import NewPasswordForm, OwnAccountForm
from bereg.accounts.next_address import stays_here
from bereg.accounts.one_time_links import LinkSpentError
from bereg.accounts.password_hashing import derives_a_key
from bereg.accounts.permissions import Permission
from bereg.accounts.queries import demonstration_accounts, installation_is_empty, reset_of
from bereg.accounts.reauthentication import fresh_where


class LoginView(AllauthLoginView):  # type: ignore[misc]
    """The library's sign-in; in the demonstration it lists who can sign in."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Lead to the first-run page while there is nobody to sign in."""
        if installation_is_empty():
            return redirect(settings.FIRST_RUN_URL)
        return cast("HttpResponseBase", super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """Add the accounts of the demonstration."""
        context = cast("dict[str, Any]", super().get_context_data(**kwargs))
        return context | {
            "demonstration_accounts": demonstration_accounts(),
            "has_ended": "ended" in self.request.GET,
            "is_too_soon": too_soon.is_too_soon(self.request),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong; the user name stays."""
        response = cast("HttpResponse", super().form_invalid(form))
        too_soon.mark(self.request, response)
        return response


login = derives_a_key(public(LoginView.as_view()))


@derives_a_key
@never_cache
@public
def reset(request: HttpRequest, secret: str) -> HttpResponse:
    """Let who has a link set a new password. It signs nobody in: a second factor that was kept is still asked for."""
    offered = reset_of(secret)
    if offered is None:
        return link_spent(request, account_recovery.VALID_FOR)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=offered.user)
    if form.is_valid():
        try:
            person = account_recovery.reset(secret=secret, password=form.cleaned_data["password"])
        except LinkSpentError:
            return link_spent(request, account_recovery.VALID_FOR)
        known_browsers.remember(request, person)
        messages.success(request, _("The new password is set. Sign in with it."))
        return redirect("account_login")
    # Always 200: Django writes the address of every other answer to the log, and this one holds a secret.
    return render(request, "accounts/reset.html", {"form": form, "offered": offered})


@never_cache
@public
def reset_mailed(request: HttpRequest, half: str) -> HttpResponse:
    """Ask whoever got a link by mail for the digits that they were told."""
    return mailed_links.ask_digits(request, half, name="account_reset", works=reset_of)


def link_spent(request: HttpRequest, valid_for: dt.timedelta) -> HttpResponse:
    """Say that a one-time link no longer works, and whom to ask."""
    return render(request, "accounts/link_spent.html", {"hours": valid_for // dt.timedelta(hours=1)}, status=410)


def _moves_mail(request: StaffRequest) -> bool:
    """Tell whether an address is changed to which alarms go, by somebody who has a second factor to show."""
    if request.method != "POST" or not settings.MAIL_SERVER or not request.session.has_second_factor:  # type: ignore[attr-defined]
        return False
    return bool(request.POST.get("email", "").strip() != request.user.email)


@requires(Permission.OWN_ACCOUNT)
@fresh_where(_moves_mail)
def own_account(request: StaffRequest) -> HttpResponse:
    """Show and change one's own language and shortcuts."""
    person = request.user
    kept = {"language": person.language, "shortcuts": person.shortcuts, "email": person.email}
    form = OwnAccountForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        actions.set_preferences(user=person, by=person, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        return redirect("own_account")
    context = {"form": form, "may_try_mail": bool(settings.MAIL_SERVER and person.email)}
    return render(request, "accounts/own_account.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.OWN_ACCOUNT)
def try_mail(request: StaffRequest) -> HttpResponse:
    """Let somebody see whether mail reaches them."""
    if settings.MAIL_SERVER and request.user.email:
        next_at = notice_mail.next_at(request.user, now=timezone.now())
        actions.try_mail(by=request.user)
        messages.success(request, _on_its_way(next_at))
    return redirect("own_account")


def _on_its_way(next_at: dt.datetime | None) -> str:
    if next_at is None:
        return _("A mail is on its way; it takes a minute or two. A notice waits here too.")
    return _("A mail went to you less than an hour ago, so the next one goes at %(time)s. A notice waits here too.") % {
        "time": f"{timezone.localtime(next_at):%H:%M}"
    }


@require_POST
@requires(Permission.OWN_ACCOUNT)
def shortcuts(request: StaffRequest) -> HttpResponse:
    """Switch the person's keyboard shortcuts on or off."""
    person = request.user
    actions.set_preferences(user=person, language=person.language, shortcuts=request.POST.get("on") == "yes", by=person)
    if "X-Bereg-Script" in request.headers:
        return HttpResponse(status=204)
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
@public
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language: for good to whoever is signed in, on this browser's sign-in pages to anybody else."""
    wanted, address = request.POST.get("language", ""), request.POST.get("next", "")
    # Not `redirect` for what somebody sent: it takes a word for the name of an address.
    is_ours = address.startswith("/") and stays_here(request, address)
    answer = HttpResponseRedirect(address) if is_ours else redirect(settings.LOGIN_REDIRECT_URL)
    if wanted not in dict(settings.LANGUAGES):
        return answer
    if request.user.is_authenticated:
        person = request.user
        actions.set_preferences(user=person, language=wanted, shortcuts=person.shortcuts, by=person)
    else:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer
