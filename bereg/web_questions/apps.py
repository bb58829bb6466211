"""The room `web_questions` as a Django app."""

from django.apps import AppConfig


class WebQuestionsConfig(AppConfig):
    name = "bereg.web_questions"
    default_auto_field = "django.db.models.BigAutoField"
