"""What every staff page knows of the vault: whether the person has broken the glass."""

from typing import cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bereg.accounts.models import User
from bereg.emergency_access.break_glass import open_of


def staff(request: HttpRequest) -> dict[str, object]:
    """Give the templates what the person has open; asked for where a page shows it, and of administrators alone."""
    return {"broken_glass": SimpleLazyObject(lambda: open_of(cast("User", request.user)))}
