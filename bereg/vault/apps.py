"""The room `vault` as a Django app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "bereg.vault"
    default_auto_field = "django.db.models.BigAutoField"
