"""The input edge: what every view gets is small enough, readable and normalised."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponseBase, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict

from bereg.core import error_pages
from bereg.core.text_normalisation import Bidi, normalise

MULTIPART = "multipart/form-data"
FORM = "application/x-www-form-urlencoded"
MOST_DRAINED_B = 20_000_000
CHUNK_B = 65_536


class EdgeMiddleware:
    """Normalise the query and the form of each request; refuse what is too large or cannot be read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass a normalised request on."""
        if _declared_size(request) > largest_body(request.META.get("CONTENT_TYPE", "")):
            _drain(request)
            return error_pages.too_large(request)
        try:
            _read(request)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return error_pages.too_large(request)
        except (UnicodeDecodeError, BadRequest, MultiPartParserError, UnreadablePostError):
            return error_pages.unreadable(request)
        answer = self.get_response(request)
        return error_pages.not_shown(request, answer) if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED else answer


def _declared_size(request: HttpRequest) -> int:
    size = request.META.get("CONTENT_LENGTH") or "0"
    return int(size) if size.isascii() and size.isdigit() else 0


def largest_body(content_type: str) -> int:
    """Return how many bytes a request of this kind may bring."""
    files: int = settings.LARGEST_UPLOAD_B if content_type.partition(";")[0].strip().lower() == MULTIPART else 0
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) + files


def _drain(request: HttpRequest) -> None:
    """Read a refused body away: a browser whose connection is cut while it sends never sees the answer."""
    left = min(_declared_size(request), MOST_DRAINED_B)
    while left > 0 and (chunk := request.read(min(left, CHUNK_B))):
        left -= len(chunk)


def _read(request: HttpRequest) -> None:
    # Django replaces bad UTF-8 silently, which would store something that nobody typed.
    unquote_to_bytes(request.META.get("QUERY_STRING", "")).decode()
    if request.GET:
        request.GET = normalised(request.GET)  # type: ignore[assignment]
    if request.content_type not in {FORM, MULTIPART}:
        return
    if (request.encoding or "utf-8").lower() not in {"utf-8", "utf8"}:
        raise BadRequest("Forms are UTF-8.")
    if request.content_type == FORM:
        unquote_to_bytes(request.body).decode()
    for file in _files(request.FILES):
        file.name = normalise(file.name or "")
    if request.POST:
        request.POST = normalised(request.POST)  # type: ignore[assignment]


def _files(files: MultiValueDict) -> list:  # type: ignore[type-arg]
    return [file for _, several in files.lists() for file in several]


def normalised(fields: QueryDict) -> QueryDict:
    """Return the same fields with normalised names and values; narratives keep writing direction as signs."""
    found: dict[str, list[str]] = {}  # two names may become one
    for name, values in fields.lists():
        kind = Bidi.SIGN if name in settings.NARRATIVE_FIELDS else Bidi.REMOVE
        found.setdefault(normalise(name), []).extend(normalise(value, bidi=kind) for value in values)
    if found == dict(fields.lists()):  # as nearly always
        return fields
    fresh = QueryDict(mutable=True)
    for name, values in found.items():
        fresh.setlist(name, values)
    fresh._mutable = False
    return fresh
