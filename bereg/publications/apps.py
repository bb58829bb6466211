"""The room `publications` as a Django app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Names the room."""

    name = "bereg.publications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell which acts of this room need a second person."""
        from bereg.publications import approving

        approving.register()
