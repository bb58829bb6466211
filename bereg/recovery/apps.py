"""The room `recovery` as a Django app."""

from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    """Names the room: backups, restores and the drill that tries both."""

    name = "bereg.recovery"
    default_auto_field = "django.db.models.BigAutoField"
