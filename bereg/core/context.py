"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bereg.core import space


def page(request: HttpRequest) -> dict[str, object]:
    """Give every template the mode of the installation; the room on its disk is looked at where a page shows it."""
    return {
        "demonstration": settings.DEMONSTRATION,
        "quick_exit": settings.QUICK_EXIT,
        "disk_shortage": SimpleLazyObject(space.watch.shortage),
    }
