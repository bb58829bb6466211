"""How the sign-in library is fitted to this house."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from bereg.accounts.context import places


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: people are invited. Nothing is sent: there is no e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the first page that the role may open."""
        first = next(iter(places(request)), None)
        return first.address if first else reverse("own_account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send nothing."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing."""
