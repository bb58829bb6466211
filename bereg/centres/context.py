"""What the header of a staff page knows about the person's own centre."""

from typing import cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bereg.accounts.models import User
from bereg.centres.queries import own_centre_of


def staff(request: HttpRequest) -> dict[str, object]:
    """Give the templates the person's centre and whether its line is open; read only where a page shows it."""
    return {"own_centre": SimpleLazyObject(lambda: own_centre_of(cast("User", request.user)))}
