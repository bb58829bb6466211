"""The room `centres` as a Django app."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "bereg.centres"
    default_auto_field = "django.db.models.BigAutoField"
