"""The room `contacts` as a Django app."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "bereg.contacts"
    default_auto_field = "django.db.models.BigAutoField"
