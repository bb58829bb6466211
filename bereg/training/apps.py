"""The room `training` as a Django app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Names the room."""

    name = "bereg.training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what people are told."""
        from bereg.accounts import kinds
        from bereg.training.notices import KINDS

        kinds.register(*KINDS)
