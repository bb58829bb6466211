"""The room `agencies` as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "bereg.agencies"
