"""How the sign-in library is fitted to this house."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import truncate_ip
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from bereg.accounts import (
    account_recovery,
    audit_recording,
    known_browsers,
    own_role,
    password_hashing,
    reauthentication,
    sign_in_limits,
    too_soon,
)
from bereg.accounts.context import places
from bereg.accounts.models import User
from bereg.accounts.next_address import stays_here
from bereg.audit import actions as audit

BEGUN_AS = "bereg_sign_in_begun_as"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: people are invited. Nothing is sent: there is no e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Tell whether an address leads to this very host; the library would take any that the program serves."""
        return stays_here(context.request, url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the first page that the role may open; who has two roles chooses one first."""
        if own_role.may_choose(cast("User", request.user)):
            return reverse("choose_role")
        first = next(iter(places(request)), None)
        return first.address if first else reverse("own_account")

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Note what was true when the password was right, while the second factor is still awaited."""
        request.session[BEGUN_AS] = user.get_session_auth_hash()
        return cast("HttpResponse | None", super().pre_login(request, user, **more))

    def login(self, request: HttpRequest, user: User) -> None:
        """Let nobody finish a sign-in that began before a reset or a change of role."""
        now = user.get_session_auth_hash()
        if not constant_time_compare(request.session.pop(BEGUN_AS, now), now):
            request.session.flush()
            raise ImmediateHttpResponse(redirect("account_login"))
        audit_recording.signed_in(request, user)
        super().login(request, user)
        known_browsers.remember(request, user)

    def logout(self, request: HttpRequest) -> None:
        audit_recording.signed_out(cast("User", request.user))
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a failed try."""
        audit_recording.password_refused(request, credentials.get("username", ""))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Look at a password in its turn, after those of known browsers. Raise ValidationError."""
        username = credentials.get("username", "").lower()
        self._known = known_browsers.count_try(request, username)
        if self._known is not None:
            return cast("User | None", super().authenticate(request, **credentials))
        with password_hashing.of_strangers():
            return cast("User | None", super().authenticate(request, **credentials))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count one try of an unknown browser, for the account and the address. Raise ValidationError."""
        if self._known is not None:
            return
        username = credentials.get("username", "").lower()
        try:
            self._tries = sign_in_limits.take(username, truncate_ip(self.get_client_ip(request)))
        except sign_in_limits.TryTooSoonError as soon:
            raise too_soon.too_soon(request, soon.wait) from soon

    def _rollback_login_failed_rl_usage(self) -> None:
        # The name is the library's: it says that the password was right.
        if self._known is None:
            sign_in_limits.give_back(self._tries)
        else:
            known_browsers.give_back(self._known)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Tell whether the library asks again who somebody is, before it changes a second factor."""
        return not reauthentication.is_fresh(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Offer the password to those alone who have nothing better."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [each for each in methods if each["id"] != "reauthenticate"] or methods

    def set_password(self, user: User, password: str) -> None:
        """Change one's own password; a link to a new one that lies about somewhere dies with the old."""
        user.set_password(password)  # before the transaction, so that no other act waits for it
        with transaction.atomic():
            # First, as acts do that give this person a notice.
            audit.record("user.password_changed", target=user, by=user)
            user.save(update_fields=["password"])
            account_recovery.spend_links(user=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send nothing."""

    def send_notification_mail(self, template_prefix: str, user: User, *args: object, **kwargs: object) -> None:
        """Send nothing; record what the person would be told."""
        audit_recording.told(template_prefix, user)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """The library's own way to tell who somebody is, by the user name as it is kept."""

    def _authenticate_by_username(self, username: str, password: str) -> User | None:
        # The library compares with the database's own capitals, by which several spellings are one name; each of
        # them would have ten tries.
        found = User.objects.filter(username=username.lower()).first()
        return cast("User | None", self._check_password(found, password))
