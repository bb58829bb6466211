"""The room `report` as a Django app."""

from django.apps import AppConfig


class ReportConfig(AppConfig):
    """Names the room."""

    name = "bereg.report"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell which acts of this room need a second person."""
        from bereg.report import export

        export.register()
