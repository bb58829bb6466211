"""The room `enquiries` as a Django app."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "bereg.enquiries"
    default_auto_field = "django.db.models.BigAutoField"
