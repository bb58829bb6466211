"""How far a request reaches in the database: on staff pages to the person's centres, elsewhere to none."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from contextvars import copy_context
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from bereg.accounts.access import PUBLIC
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.core import row_access


class ReachMiddleware:
    """Begin each request by reaching no record of any centre; a page of the staff then reaches those of its person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; what it reached ends with it, and with the last piece of what it streams."""
        with row_access.to(row_access.NOWHERE):
            answer = self.get_response(request)
            if isinstance(answer, StreamingHttpResponse):
                answer.streaming_content = _read_here(iter(answer))
            return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[object, ...], kwargs: dict[str, object]
    ) -> None:
        """Reach the person's centres. A public page asks for no session, and a page of the sign-in for no record."""
        access = getattr(view, "access", PUBLIC)
        person = request.user
        if access in list(Permission) and person.is_authenticated:
            row_access.from_here_on(lambda: _parts_of(person))


def _read_here(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Read later what reads the database piece by piece, as far as this moment reaches."""
    here = copy_context()
    return iter(lambda: here.run(next, pieces, None), None)


def reach_of(person: User) -> AbstractContextManager[None]:
    """Reach as far as somebody's own requests do: for work that goes on without them."""
    return row_access.to(_parts_of(person))


def _parts_of(person: User) -> list[UUID]:
    return [centre.pk for centre in own_centres(person)]
