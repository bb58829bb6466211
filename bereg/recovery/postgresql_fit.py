"""What PostgreSQL does not take although SQLite kept it. Found here, since a server that refuses a row may log it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

Fault = Callable[[Any], str]  # why a value is not taken, or ""


def fault_of(field: models.Field[Any, Any], target: BaseDatabaseWrapper) -> Fault:
    """Return what tells why a value of a field is not taken; nothing that it tells holds the value."""
    longest = field.max_length if (field.db_type(target) or "").startswith("varchar") else None
    least, most = target.ops.integer_field_range(field.get_internal_type()) if _is_number(field) else (None, None)

    def fault(value: Any) -> str:
        if value is None and not field.null:
            return _("nothing that can be read")
        if isinstance(value, str | dict | list) and any("\0" in text for text in _texts(value)):
            return _("the sign NUL")
        if isinstance(value, str) and longest is not None and len(value) > longest:
            return _("more than %d characters") % longest
        if isinstance(value, int) and least is not None and most is not None and not least <= value <= most:
            return _("a number out of %(least)d to %(most)d") % {"least": least, "most": most}
        if isinstance(value, dict | list) and not _is_finite(value):
            return _("a number that is none")
        return ""

    return fault


def _is_number(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.IntegerField)


def _texts(value: Any) -> Iterator[str]:
    """Return every text of a value, the names in a JSON object among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _is_finite(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True
