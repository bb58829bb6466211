"""The room `publications` as a Django app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "bereg.publications"
    default_auto_field = "django.db.models.BigAutoField"
