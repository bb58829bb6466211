"""The language of a page: the person's own when signed in, else what was chosen at sign-in or the browser asks for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from bereg.accounts.access import PUBLIC


class LanguageMiddleware:
    """Choose the language of a request. Public pages with a language in their address choose again themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language chosen."""
        with translation.override(translation.get_language_from_request(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[object, ...], kwargs: dict[str, object]
    ) -> None:
        """Turn to the person's own language. A public page asks for no session, so that any cache may keep it."""
        if getattr(view, "access", None) != PUBLIC and request.user.is_authenticated:
            translation.activate(request.user.language)
