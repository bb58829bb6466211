"""The room `retention` as a Django app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Names the room."""

    name = "bereg.retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the reasons of holds be erased."""
        from bereg.retention import reasons

        reasons.register()
