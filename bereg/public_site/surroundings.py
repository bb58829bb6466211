"""What stands around every public page: its other languages, and the address that others know it by."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from bereg.core.context import COPY
from bereg.core.languages import awaits_reader
from bereg.core.public_address import absolute
from bereg.public_site.languages import links


def site(request: HttpRequest) -> str:
    """Return the address of this server as the public knows it; "" in a copy of files that nobody said the place of."""
    if settings.ADDRESS or COPY in request.META:
        return str(settings.ADDRESS)
    return absolute("/", request).rstrip("/")


def around(request: HttpRequest, language: str, name: str, **arguments: str) -> dict[str, object]:
    """Return what the frame of a page shows. name: of its address, arguments: what stands in it."""
    return {
        "languages": links(language, name, **arguments),
        "canonical": reverse(name, kwargs={"language": language, **arguments}),
        "awaits_reader": awaits_reader(),
        "site": site(request),
    }
