"""The room `help` as a Django app."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Names the room."""

    name = "bereg.help"
