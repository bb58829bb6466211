"""The room `enquiries` as a Django app."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "bereg.enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what a restore erases again."""
        from bereg.enquiries.consent_withdrawal import withdraw_again, withdraw_held_again
        from bereg.vault import ledger
        from bereg.vault.because import Because

        # In this order: what went as a whole in the end stands no more when what was held is looked for.
        ledger.on_replay(Because.CONSENT_WITHDRAWN, withdraw_again)
        ledger.on_replay(Because.CONSENT_WITHDRAWN_HELD, withdraw_held_again)
