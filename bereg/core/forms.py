"""What forms of several rooms read alike."""

from django.http import HttpRequest


def version_in(request: HttpRequest, name: str = "version") -> int:
    """Read the version that a correction began from; 0, which never stands, where it is unreadable."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
