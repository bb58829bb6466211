"""Which requests the server answers with threads of their own, as each waits for its turn to derive a key."""

from django.urls import Resolver404, resolve


def derives_a_key(method: str, path: str) -> bool:
    """Tell whether a request is of a view that is marked so; the server asks before it gives it to a thread."""
    if method != "POST":
        return False
    try:
        view = resolve(path).func
    except (Resolver404, UnicodeError):
        return False
    return bool(getattr(view, "derives_a_key", False))
