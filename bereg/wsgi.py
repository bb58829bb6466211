"""The web application that the server runs."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    kind, _, charset = environ.get("CONTENT_TYPE", "").lower().partition("charset=")
    if charset and charset.split(";")[0].strip(" \"'") not in {"utf-8", "utf8"}:
        # A codec such as hex fails inside Django before any page of ours could answer. No form may name another
        # character set than UTF-8, so one that is harmless says the same.
        environ["CONTENT_TYPE"] = f"{kind}charset=latin-1"
    return _django(environ, start_response)
