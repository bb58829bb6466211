"""Where somebody is bound for: `next=` is looked at where it comes in, and dropped if it leads to another site."""

from collections.abc import Callable

from django.contrib.auth import REDIRECT_FIELD_NAME as NEXT
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

ACCOUNTS = "account/"  # where the addresses of this room stand


class NextMiddleware:
    """Lets no page of the accounts, the sign-in library's too, see a `next=` that leads to another site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Drop what leads away. The route, since a process for the public has no such addresses to ask for."""
        if not (request.resolver_match and request.resolver_match.route.startswith(ACCOUNTS)):
            return
        for name in ("GET", "POST"):
            fields: QueryDict = getattr(request, name)
            if not all(stays_here(request, address) for address in fields.getlist(NEXT)):
                kept = fields.copy()
                del kept[NEXT]
                setattr(request, name, kept)


def stays_here(request: HttpRequest, address: str) -> bool:
    """Tell whether an address leads to this very host, and not from HTTPS to HTTP."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
