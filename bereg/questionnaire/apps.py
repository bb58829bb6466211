"""The room `questionnaire` as a Django app."""

from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    name = "bereg.questionnaire"
    default_auto_field = "django.db.models.BigAutoField"
