"""The room `console` as a Django app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Names the room."""

    name = "bereg.console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell what the rooms below the vault keep for a time only, what takes two persons, and what alarms say."""
        from bereg.accounts import kinds
        from bereg.console import alarms, keeping, second_person

        keeping.register()
        second_person.register()
        kinds.register(alarms.NOTICE)
