"""The room `training` as a Django app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "bereg.training"
    default_auto_field = "django.db.models.BigAutoField"
