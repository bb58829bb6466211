"""The room `redaction` as a Django app: it has no records."""

from django.apps import AppConfig


class RedactionConfig(AppConfig):
    """Names the room."""

    name = "bereg.redaction"
