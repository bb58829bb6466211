"""Two databases: the records, and apart from them the keys, so that whoever copies one has not the other."""

from typing import Any

from django.apps import apps
from django.db import models

RECORDS, KEYS = "default", "keys"


class Router:
    """Sends a model that says `database = KEYS` to the keys, every other one to the records."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return _home(model)

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return _home(model)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """Tell whether a table belongs into a database; a migration's own code names its database as a hint."""
        if model_name is None:
            return db == str(hints.get("database", RECORDS))
        try:
            return db == _home(apps.get_model(app_label, model_name))
        except LookupError:  # a model of an earlier time
            return db == str(hints.get("database", RECORDS))


def _home(model: type[models.Model]) -> str:
    return str(getattr(model, "database", RECORDS))
