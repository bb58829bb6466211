"""The room `training` as a Django app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Names the room."""

    name = "bereg.training"
    default_auto_field = "django.db.models.BigAutoField"
