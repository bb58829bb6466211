"""The room `desk` as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Names the room."""

    name = "bereg.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell which acts need a second person."""
        from bereg.desk import hold_words

        hold_words.register()
