"""The room `statistics` as a Django app."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Names the room."""

    name = "bereg.statistics"
    default_auto_field = "django.db.models.BigAutoField"
