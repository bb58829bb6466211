"""The room `partner_links` as a Django app."""

from django.apps import AppConfig


class PartnerLinksConfig(AppConfig):
    name = "bereg.partner_links"
    default_auto_field = "django.db.models.BigAutoField"
