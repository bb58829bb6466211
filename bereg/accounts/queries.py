"""Reading of the people who work here."""

from bereg.accounts.models import User


def installation_is_empty() -> bool:
    """Tell whether nobody can sign in yet, so that the first-run page may be shown."""
    return not User.objects.exists()
