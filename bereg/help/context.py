"""Which page of the help belongs to the page somebody is on: each room says it in its module `help_pages`."""

from functools import cache

from django.http import HttpRequest
from django.urls import reverse

from bereg.core.concerns import said
from bereg.help.queries import names


def staff(request: HttpRequest) -> dict[str, object]:
    """Give the templates the address of the help, worked out only where a page shows it."""
    return {"help_address": lambda: address(request.resolver_match.view_name if request.resolver_match else "")}


@cache
def address(view: str) -> str:
    """Return where the help for a page stands; the list of all pages where no room names one."""
    name = next((chosen[view] for chosen in said("help_pages", "HELP_PAGES") if view in chosen), "")
    return reverse("help:page", args=[name]) if name in names() else reverse("help:contents")
