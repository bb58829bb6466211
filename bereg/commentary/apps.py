"""The room `commentary` as a Django app."""

from django.apps import AppConfig


class CommentaryConfig(AppConfig):
    name = "bereg.commentary"
    default_auto_field = "django.db.models.BigAutoField"
