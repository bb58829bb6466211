"""The room `emergency_access` as a Django app."""

from django.apps import AppConfig


class EmergencyAccessConfig(AppConfig):
    name = "bereg.emergency_access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let a broken glass open what it is there for."""
        from bereg.emergency_access import break_glass
        from bereg.vault import rules

        rules.register_exception(break_glass.opens)
