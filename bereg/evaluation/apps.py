"""The room `evaluation` as a Django app."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "bereg.evaluation"
    default_auto_field = "django.db.models.BigAutoField"
