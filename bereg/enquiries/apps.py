"""The room `enquiries` as a Django app."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """Names the room."""

    name = "bereg.enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how long what is kept, and what a restore erases again."""
        from bereg.enquiries import retention
        from bereg.enquiries.forgetting import withdraw_again
        from bereg.vault import ledger
        from bereg.vault.because import Because

        retention.register()
        ledger.on_replay(Because.CONSENT_WITHDRAWN, withdraw_again)
