"""The room `importing` as a Django app."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    """Names the room: records of an existing line, from CSV and workbooks."""

    name = "bereg.importing"
    default_auto_field = "django.db.models.BigAutoField"
