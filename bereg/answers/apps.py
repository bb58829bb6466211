"""The room `answers` as a Django app."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "bereg.answers"
    default_auto_field = "django.db.models.BigAutoField"
