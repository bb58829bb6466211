"""The room `figure_letters` as a Django app."""

from django.apps import AppConfig


class FigureLettersConfig(AppConfig):
    name = "bereg.figure_letters"
    default_auto_field = "django.db.models.BigAutoField"
