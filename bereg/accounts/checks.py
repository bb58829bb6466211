"""The check at the start: every address says who may use it. At run time the middleware refuses such a view too."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from bereg.accounts.access import AccessMiddleware

UNCLASSIFIED = "accounts.E001"


def views(found: URLResolver, path: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in found.url_patterns:
        here = f"{path}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield here, entry.callback
        else:
            yield from views(entry, here)


@register(Tags.urls)
def every_address_says_who_may_use_it(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Return an error for each address whose view carries neither `@requires` nor `@public`."""
    return [
        Error(
            f"/{path}: {view.__module__}.{view.__qualname__} does not say who may use it.",
            hint="Add @requires(Permission.X) or @public.",
            id=UNCLASSIFIED,
        )
        for path, view in views(get_resolver())
        if not AccessMiddleware.is_classified(view)
    ]
