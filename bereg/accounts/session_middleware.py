"""Whose request it is, and the life of the session around it."""

from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth import get_user as from_backend
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from bereg.accounts.models import User

# A page says so of what it asks for by itself. Whoever leaves it out where it belongs lengthens only their own session.
BACKGROUND = "X-Bereg-Background"


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's, which besides notes that a person was there and gives out new keys."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Store the session, and send its key where the browser has another one."""
        if response.status_code < 500 and getattr(request.session, "accessed", False):
            _renew(request)
        sent = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        # A slow answer must not put back the key that a quicker one has replaced meanwhile.
        if cookie and sent and cookie.value == sent:
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response


def _renew(request: HttpRequest) -> None:
    try:
        request.session.renew(  # type: ignore[attr-defined]
            by_person=BACKGROUND not in request.headers
        )
    except DatabaseError:
        # A full disk keeps nobody from reading; the next request tries again.
        return


class SignedInMiddleware(MiddlewareMixin):
    """Gives a request its person, who was read together with the session."""

    def process_request(self, request: HttpRequest) -> None:
        """Set `user`, looked for when it is first asked for."""
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Return who has signed in, afresh with each request; nobody who was closed or whose sessions were ended."""
    session: Any = request.session
    signed_in = session.get(SESSION_KEY)
    if signed_in is None:
        return AnonymousUser()
    person: User | None = session.person
    if person is None or str(person.pk) != signed_in:  # signed in within this very request
        return from_backend(request)
    if not person.is_active:
        return AnonymousUser()
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()):
        session.flush()
        return AnonymousUser()
    return person
