"""The room `audit_review` as a Django app."""

from django.apps import AppConfig


class AuditReviewConfig(AppConfig):
    """Names the room."""

    name = "bereg.audit_review"
    default_auto_field = "django.db.models.BigAutoField"
