"""The room `accounts` as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the room."""

    name = "bereg.accounts"
    default_auto_field = "django.db.models.BigAutoField"
