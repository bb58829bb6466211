"""The room `public_site` as a Django app."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    name = "bereg.public_site"
    default_auto_field = "django.db.models.BigAutoField"
