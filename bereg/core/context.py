"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject

from bereg.core import disk_space, languages

COPY = "bereg.copy"  # set in a request whose answer becomes a file, which answers no form


def page(request: HttpRequest) -> dict[str, object]:
    """Give every template the mode of the installation; the room on its disk is looked at where a page shows it."""
    return {
        "demonstration": settings.DEMONSTRATION,
        "language_tag": languages.tag(),
        # Masked once a page, which is as good against guessing as Django's once a form, and a page has many forms.
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),
        "quick_exit": settings.QUICK_EXIT,
        "disk_shortage": SimpleLazyObject(disk_space.watch.shortage),
    }
