"""What the audit log is told of sign-in, and of what a request was refused."""

from collections.abc import Callable
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase

from bereg.accounts import known_browsers
from bereg.accounts.access import PUBLIC
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.audit import request_context
from bereg.audit.actions import Thing

REFUSED = {403: "refused.403", 404: "refused.404"}
PERSON = "accounts.user"
# What the library would tell by e-mail about somebody's account, and how it stands in the record.
TOLD = {
    "mfa/email/totp_activated": ("second_factor.added", "totp"),
    "mfa/email/totp_deactivated": ("second_factor.removed", "totp"),
    "mfa/email/webauthn_added": ("second_factor.added", "webauthn"),
    "mfa/email/webauthn_removed": ("second_factor.removed", "webauthn"),
    "mfa/email/recovery_codes_generated": ("second_factor.codes_made", ""),
}


class RecordingMiddleware:
    """Lets the acts of a request know from where it came, and records what it was refused when it is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with request_context.request_from(lambda: truncate_ip(get_client_ip(request) or "")) as now:
            response = self.get_response(request)
            if response.status_code in REFUSED:
                _refused(request, response.status_code)
            audit.write_refusals(now.refusals)
        return response


def _refused(request: HttpRequest, status: int) -> None:
    """Record a page that somebody of the staff may not open, or that may hide another centre's record."""
    found = request.resolver_match
    access = getattr(found.func, "access", None) if found else PUBLIC
    if found is None or access == PUBLIC or not request.user.is_authenticated:
        return  # a page for everybody asks for no session
    asked = next((str(value) for value in found.kwargs.values() if isinstance(value, UUID)), "")
    if status == 404 and not asked:
        return
    because = str(access) if isinstance(access, Permission) else ""
    audit.refused(REFUSED[status], target=Thing(found.view_name[:64], asked), by=request.user, because=because)


def sign_in(request: HttpRequest, user: User) -> None:
    """Sign in somebody who has just set up their account, and typed its password."""
    login(request, user)
    record_authentication(request, user, method="password")
    signed_in(request, user)
    known_browsers.remember(request, user)


def signed_in(request: HttpRequest, user: User) -> None:
    """Record that somebody signed in, and by what."""
    ways = [str(each.get("type") or each["method"]) for each in get_authentication_records(request, user)]
    audit.record("user.signed_in", target=user, by=user, because=",".join(dict.fromkeys(ways))[:64])


def signed_out(user: User) -> None:
    audit.record("user.signed_out", target=user, by=user)


def password_refused(request: HttpRequest, username: str) -> None:
    """Record a failed try with a password. What was typed is not kept: only whose account it was, where it is one."""
    tried = User.objects.filter(username=username.lower()).values_list("pk", flat=True).first()
    by = request.user if request.user.is_authenticated else None
    target = Thing(PERSON, str(tried) if tried else "")
    audit.refused("refused.sign_in", target=target, by=by, because="password", at_desk=tried is not None)


def told(template: str, user: User) -> None:
    """Record what the library would tell somebody about their own account."""
    if template in TOLD:
        action, what = TOLD[template]
        audit.record(action, target=user, by=user, because=what)
