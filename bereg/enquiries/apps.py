"""The room `enquiries` as a Django app."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """Names the room."""

    name = "bereg.enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what people are told, how long what is kept, and what a restore erases again."""
        from bereg.accounts import kinds
        from bereg.enquiries import retention
        from bereg.enquiries.forgetting import withdraw_again
        from bereg.enquiries.notices import CALLED_AGAIN, HANDED_OVER, UNREADABLE_TEXT
        from bereg.vault import ledger
        from bereg.vault.because import Because

        kinds.register(CALLED_AGAIN, HANDED_OVER, UNREADABLE_TEXT)
        retention.register()
        ledger.on_replay(Because.CONSENT_WITHDRAWN, withdraw_again)
