"""The room `shifts` as a Django app."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    name = "bereg.shifts"
    default_auto_field = "django.db.models.BigAutoField"
