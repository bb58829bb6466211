"""The room `persons` as a Django app."""

from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "bereg.persons"
    default_auto_field = "django.db.models.BigAutoField"
