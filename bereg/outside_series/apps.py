"""The room `outside_series` as a Django app."""

from django.apps import AppConfig


class OutsideSeriesConfig(AppConfig):
    name = "bereg.outside_series"
    default_auto_field = "django.db.models.BigAutoField"
