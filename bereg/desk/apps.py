"""The room `desk` as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "bereg.desk"
    default_auto_field = "django.db.models.BigAutoField"
