"""The room `accounts` as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bereg.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the addresses checked at the start, and the factors whenever they are used."""
        from bereg.accounts import checks, factors  # noqa: F401

        factors.watch()
