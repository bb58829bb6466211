"""The room `training` as a Django app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Names the room."""

    name = "bereg.training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may open which text, what people are told, and how long what is kept."""
        from bereg.accounts import kinds
        from bereg.training import retention
        from bereg.training.access import rule
        from bereg.training.notices import KINDS
        from bereg.vault import rules

        rules.register("training.practice", rule)
        kinds.register(*KINDS)
        retention.register()
