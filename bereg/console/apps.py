"""The room `console` as a Django app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Names the room."""

    name = "bereg.console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell what the rooms below the vault keep for a time only, and what takes two persons."""
        from bereg.console import retention_rules, second_person

        retention_rules.register()
        second_person.register()
