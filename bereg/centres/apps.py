"""The room `centres` as a Django app."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    """Names the room."""

    name = "bereg.centres"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell which acts of this room need a second person."""
        from bereg.centres import grants

        grants.register()
