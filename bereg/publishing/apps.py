"""The room `publishing` as a Django app."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "bereg.publishing"
    default_auto_field = "django.db.models.BigAutoField"
