"""The room `dangers` as a Django app."""

from django.apps import AppConfig


class DangersConfig(AppConfig):
    name = "bereg.dangers"
    default_auto_field = "django.db.models.BigAutoField"
