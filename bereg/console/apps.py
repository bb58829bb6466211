"""The room `console` as a Django app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "bereg.console"
    default_auto_field = "django.db.models.BigAutoField"
