"""The room `quotas` as a Django app."""

from django.apps import AppConfig


class QuotasConfig(AppConfig):
    name = "bereg.quotas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the list of occupations that a setting names: a broken one stops the start."""
        from bereg.quotas.occupations import schemes  # lists words, which need the apps

        schemes()
