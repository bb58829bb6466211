"""Reading of the people who work here."""

from typing import Any

from bereg.accounts.models import User


def installation_is_empty() -> bool:
    """Tell whether nobody can sign in yet, so that the first-run page may be shown."""
    return not User.objects.exists()


def demonstration_accounts() -> list[Any]:
    """Return whom the sign-in page of the demonstration lists; nobody elsewhere."""
    return []
