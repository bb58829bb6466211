"""The room `counting` as a Django app."""

from django.apps import AppConfig


class CountingConfig(AppConfig):
    name = "bereg.counting"
    label = "statistics"  # its tables have always been called so
    default_auto_field = "django.db.models.BigAutoField"
