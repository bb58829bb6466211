"""How the sign-in library is fitted to this house."""

from typing import Any, cast
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from bereg.accounts import resetting
from bereg.accounts.context import places
from bereg.accounts.models import User
from bereg.core.rows import Prepared

BEGUN_AS = "bereg_sign_in_begun_as"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: people are invited. Nothing is sent: there is no e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the first page that the role may open."""
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
        super().login(request, user)

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Change one's own password; a link to a new one that lies about somewhere dies with the old."""
        user.set_password(password)
        user.save(update_fields=["password"])
        resetting.spend_links(user=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send nothing."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing."""


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """The library's own way to tell who somebody is, with a quicker one to read who is signed in already."""

    def get_user(self, user_id: UUID) -> User | None:
        """Return the person of a session, afresh with each request, unless closed meanwhile."""
        found = next(iter(PEOPLE.of(user_id)), None)
        return found if found and self.user_can_authenticate(found) else None


PEOPLE = Prepared(lambda user: User.objects.filter(pk=user))
