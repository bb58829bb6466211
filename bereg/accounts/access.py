"""Every view says who may use it: `@requires(Permission.X)` or `@public`; one that says nothing answers 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from bereg.accounts.models import User
from bereg.accounts.next_address import stays_here
from bereg.accounts.permissions import Permission
from bereg.core import error_pages

PUBLIC = "public"


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that anybody may use."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in and back. A form is not led back to, but its page; what was typed at length stays on one."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    bound_for = _page_of_form(request)
    typed = error_pages.typed_at_length(request)
    if not typed or error_pages.by_script(request):
        return redirect_to_login(bound_for)
    return render(request, "accounts/signed_out.html", {"typed": typed, "next": bound_for}, status=401)


def _page_of_form(request: HttpRequest) -> str:
    before = request.headers.get("Referer", "")
    if not stays_here(request, before):
        return "/"
    parts = urlsplit(before)
    page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return page if stays_here(request, page) else "/"


def requires(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view with the permission that it needs, and check it."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not request.user.may(permission):
                raise PermissionDenied
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer

        checked.access = permission  # type: ignore[attr-defined]
        return checked

    return mark


class AccessMiddleware:
    """Refuse every view that does not say who may use it; let nothing be cached that does not ask for it."""

    # Pages of the sign-in library, and static files, which stand outside our views.
    LIBRARIES = ("allauth.", "django.views.static", "django.contrib.staticfiles")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and keep the answer out of caches unless its view says otherwise."""
        response = self.get_response(request)
        # Nothing personal stays in a browser on a shared computer, the pages of the sign-in library included.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[object, ...], kwargs: dict[str, object]
    ) -> None:
        """Raise PermissionDenied where the view is not classified."""
        if not self.is_classified(view):
            raise PermissionDenied(f"{view.__module__}.{view.__qualname__} does not say who may use it.")

    @classmethod
    def is_classified(cls, view: Callable[..., Any]) -> bool:
        """Tell whether a view says who may use it, or belongs to a library that sees to that itself."""
        access = getattr(view, "access", None)
        return access == PUBLIC or access in list(Permission) or view.__module__.startswith(cls.LIBRARIES)
