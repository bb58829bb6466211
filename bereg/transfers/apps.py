"""The room `transfers` as a Django app."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "bereg.transfers"
    default_auto_field = "django.db.models.BigAutoField"
