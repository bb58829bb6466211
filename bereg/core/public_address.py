"""The address under which everybody reaches this installation, for links that leave the page they are made on."""

from django.conf import settings
from django.http import HttpRequest


def absolute(path: str, request: HttpRequest) -> str:
    """Return a path with the installation's address; where none is set, with that of the request."""
    return settings.ADDRESS + path if settings.ADDRESS else request.build_absolute_uri(path)
