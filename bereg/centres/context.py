"""What the header of a staff page knows about the place of work."""

from typing import cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bereg.accounts.models import User
from bereg.centres.queries import workplace_of


def staff(request: HttpRequest) -> dict[str, object]:
    """Give the templates the person's centre and whether its line is open; read only where a page shows it."""
    return {"workplace": SimpleLazyObject(lambda: workplace_of(cast("User", request.user)))}
