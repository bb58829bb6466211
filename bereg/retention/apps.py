"""The room `retention` as a Django app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "bereg.retention"
    default_auto_field = "django.db.models.BigAutoField"
