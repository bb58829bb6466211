"""The language of a page: the person's own when signed in, else what the browser asks for; no cookie."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from bereg.accounts.models import User


class LanguageMiddleware:
    """Choose the language of a request. Public pages with a language in their address choose again themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language chosen."""
        chosen = translation.get_language_from_request(request)
        if request.user.is_authenticated:
            chosen = cast("User", request.user).language
        with translation.override(chosen):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response
