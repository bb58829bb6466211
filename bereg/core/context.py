"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """Give every template the mode of the installation."""
    return {"demonstration": settings.DEMONSTRATION, "quick_exit": settings.QUICK_EXIT}
