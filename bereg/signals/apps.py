"""The room `signals` as a Django app."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "bereg.signals"
    default_auto_field = "django.db.models.BigAutoField"
