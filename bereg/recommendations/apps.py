"""The room `recommendations` as a Django app."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "bereg.recommendations"
    default_auto_field = "django.db.models.BigAutoField"
