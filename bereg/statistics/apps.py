"""The room `statistics` as a Django app."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Names the room."""

    name = "bereg.statistics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell which acts of this room need a second person."""
        from bereg.statistics import export

        export.register()
