"""The room `violations` as a Django app."""

from django.apps import AppConfig


class ViolationsConfig(AppConfig):
    name = "bereg.violations"
    default_auto_field = "django.db.models.BigAutoField"
