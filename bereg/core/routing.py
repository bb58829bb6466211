"""Two databases: the records, and apart from them the keys, so that whoever copies one has not the other."""

from typing import Any

from django.apps import apps
from django.db import models

RECORDS, KEYS = "default", "keys"


class Router:
    """Sends a model that says `database = KEYS` to the keys, every other one to the records."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return home_of(model)

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return home_of(model)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """Tell whether a table belongs into a database; a migration's own code names its database as a hint."""
        if model_name is None:
            return db == str(hints.get("database", RECORDS))
        try:
            return db == home_of(apps.get_model(app_label, model_name))
        except LookupError:  # a model of an earlier time
            return db == str(hints.get("database", RECORDS))


def home_of(model: type[models.Model]) -> str:
    """Return the database that a model stands in."""
    return str(getattr(model, "database", RECORDS))
