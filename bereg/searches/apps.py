"""The room `searches` as a Django app."""

from django.apps import AppConfig


class SearchesConfig(AppConfig):
    name = "bereg.searches"
    default_auto_field = "django.db.models.BigAutoField"
