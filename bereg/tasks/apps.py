"""The room `tasks` as a Django app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "bereg.tasks"
    default_auto_field = "django.db.models.BigAutoField"
