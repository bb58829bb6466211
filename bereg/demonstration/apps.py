"""The room `demonstration` as a Django app."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """Names the room: the demonstration year."""

    name = "bereg.demonstration"
    default_auto_field = "django.db.models.BigAutoField"
