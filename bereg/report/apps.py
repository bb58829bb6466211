"""The room `report` as a Django app."""

from django.apps import AppConfig


class ReportConfig(AppConfig):
    name = "bereg.report"
    default_auto_field = "django.db.models.BigAutoField"
