"""The room `vault` as a Django app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Names the room."""

    name = "bereg.vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let a broken glass open what it is there for, and the reasons of it and of holds be erased."""
        from bereg.vault import break_glass, reasons, rules

        rules.register_exception(break_glass.opens)
        reasons.register()
