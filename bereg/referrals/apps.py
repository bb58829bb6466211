"""The room `referrals` as a Django app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "bereg.referrals"
    default_auto_field = "django.db.models.BigAutoField"
