"""Charts of exact figures as answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from bereg.counting.faults import FiguresFault


def drawing(view: Callable[..., str]) -> Callable[..., HttpResponse]:
    """Answer with the SVG that a view draws; 503 where nothing can be counted now, which the page around it explains.

    They are exact: the browser of a desk that others use too must not keep them beyond the page.
    """

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return HttpResponse(view(*args, **kwargs), content_type="image/svg+xml")
        except FiguresFault:
            return HttpResponse(status=503)

    return answered
