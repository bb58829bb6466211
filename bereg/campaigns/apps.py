"""The room `campaigns` as a Django app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "bereg.campaigns"
    default_auto_field = "django.db.models.BigAutoField"
