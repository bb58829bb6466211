"""The room `dispatch` as a Django app."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "bereg.dispatch"
    default_auto_field = "django.db.models.BigAutoField"
