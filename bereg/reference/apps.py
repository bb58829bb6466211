"""The room `reference` as a Django app."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "bereg.reference"
    default_auto_field = "django.db.models.BigAutoField"
