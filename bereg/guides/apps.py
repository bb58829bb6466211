"""The room `guides` as a Django app."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "bereg.guides"
    default_auto_field = "django.db.models.BigAutoField"
